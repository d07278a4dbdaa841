from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "corett.lib"
    label = "lib"

    def ready(self):
        from corett.lib import sqlite

        sqlite.register()
