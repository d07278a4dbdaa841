import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.lib.constraints import both_or_neither
from monitoring.models.report import ProgressReport


class WorkbookUpload(models.Model):
    """A workbook that somebody brought and has not yet confirmed, or that was applied.

    The file is kept while it waits, to apply it or to give it back with its errors marked.
    """

    key = models.UUIDField(_("clave de envío"), unique=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="uploads", verbose_name=_("informe")
    )
    name = models.CharField(_("archivo"), max_length=255)
    content = models.BinaryField(editable=False)
    uploaded_at = models.DateTimeField(_("subido el"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("subido por")
    )
    applied_at = models.DateTimeField(_("aplicado el"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("aplicado por"),
    )

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("libro subido")
        verbose_name_plural = _("libros subidos")
        constraints = [
            both_or_neither("applied_at", "applied_by", name="monitoring_workbook_applied")
        ]

    def __str__(self):
        return self.name
