from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    INSERT = "insert", _("creación")
    UPDATE = "update", _("cambio")
    DELETE = "delete", _("borrado")


class AuditRecordQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("position")


class AuditRecord(models.Model):
    """One change of one row; the database writes it, and nothing changes it afterwards.

    All is text as the database gave it, so that its hash says the same wherever it is restored.
    """

    position = models.BigIntegerField(_("número"), null=True, unique=True, editable=False)
    at = models.CharField(_("cuándo (UTC)"), max_length=30, editable=False)
    actor = models.CharField(_("cuenta"), max_length=100, editable=False)
    stakeholder = models.CharField(_("parte interesada"), max_length=100, editable=False)
    table = models.CharField(_("tabla"), max_length=100, editable=False)
    row = models.CharField(_("fila"), max_length=100, editable=False)
    action = models.CharField(_("acción"), max_length=6, choices=AuditAction, editable=False)
    before = models.TextField(_("antes"), editable=False)
    after = models.TextField(_("después"), editable=False)
    previous = models.CharField(max_length=64, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    audited = None
    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-position"]
        verbose_name = _("registro del rastro")
        verbose_name_plural = _("rastro de cambios")
        indexes = [models.Index(fields=["table", "row"], name="audit_of_a_row")]

    def __str__(self):
        return f"{self.position} · {self.table} {self.row}"


class AuditHead(models.Model):
    """The last link of the chain; a single row."""

    position = models.BigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    audited = None

    class Meta:
        verbose_name = _("cabeza del rastro")
        verbose_name_plural = _("cabeza del rastro")

    def __str__(self):
        return f"{self.position} {self.sha256}"
