from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CorettConfig(AppConfig):
    name = "corett"
    default = True


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "corett.accounts.admin_site.SecretariatAdminSite"
