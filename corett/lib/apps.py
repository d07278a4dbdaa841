from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "corett.lib"
    label = "lib"
