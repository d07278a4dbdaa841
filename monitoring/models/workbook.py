from django.db import models
from django.utils.translation import gettext_lazy as _

from corett.lib.constraints import both_or_neither
from corett.lib.uploads import Upload
from monitoring.models.report import ProgressReport


class WorkbookUpload(Upload):
    """A workbook of a report."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="uploads", verbose_name=_("informe")
    )

    class Meta(Upload.Meta):
        verbose_name = _("libro subido")
        verbose_name_plural = _("libros subidos")
        constraints = [
            both_or_neither("applied_at", "applied_by", name="monitoring_workbook_applied")
        ]
