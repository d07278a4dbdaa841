from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "corett.accounts"
    label = "accounts"
    verbose_name = _("Personas y partes interesadas")

    def ready(self):
        from corett.accounts import checks  # noqa: F401 — it registers itself
