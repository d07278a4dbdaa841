import os

from django.core.wsgi import get_wsgi_application

from corett.lib.sqlite import say_at_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corett.settings")
application = get_wsgi_application()
say_at_start()
