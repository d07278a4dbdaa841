from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Migrations rebuild tables, and with them their triggers: off before, on again after."""

    name = "corett.audit"
    label = "audit"
    verbose_name = _("Rastro de cambios")

    def ready(self):
        from corett.audit import checks, functions, triggers

        connection_created.connect(functions.register, dispatch_uid="audit_functions")
        pre_migrate.connect(triggers.before_migrating, sender=self, dispatch_uid="audit_drop")
        post_migrate.connect(triggers.after_migrating, sender=self, dispatch_uid="audit_install")
        checks.register()
