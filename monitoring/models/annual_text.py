"""What people write and choose for an annual report, section by section."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Language
from corett.lib.constraints import both_or_neither, one_of
from corett.lib.frozen import frozen_with
from monitoring.models.annual import PUBLISHED_PARENT, AnnualReport
from monitoring.models.entry import ProgressEntry

FROZEN = frozen_with("monitoring_annualreport", "report_id", PUBLISHED_PARENT)


class AnnualText(models.Model):
    """The words of one section, in the language in which they were written."""

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="texts", verbose_name=_("informe anual")
    )
    section = models.CharField(_("parte"), max_length=40, editable=False)
    text = models.TextField(_("Texto"), blank=True)
    language = models.CharField(
        _("Idioma en que está escrito"),
        max_length=2,
        choices=Language,
        default=Language.SPANISH,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("guardado el"), null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("guardado por"),
    )

    frozen = FROZEN

    class Meta:
        ordering = ["pk"]
        verbose_name = _("texto del informe anual")
        verbose_name_plural = _("textos del informe anual")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"], name="monitoring_one_annual_text_each"
            ),
            one_of("language", Language, name="monitoring_annual_text_language"),
            both_or_neither("saved_at", "saved_by", name="monitoring_annual_text_saved"),
        ]

    def __str__(self):
        return f"{self.report} · {self.section}"

    def get_absolute_url(self):
        return reverse("monitoring:annual_section", args=[*self.report.address, self.section])


class AnnualHighlight(models.Model):
    """A stakeholder's own words, chosen for the first pages."""

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="highlights", verbose_name=_("informe anual")
    )
    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="+", verbose_name=_("avance")
    )
    chosen_at = models.DateTimeField(_("destacado el"), default=timezone.now, editable=False)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("destacado por"),
    )

    frozen = FROZEN

    class Meta:
        ordering = ["chosen_at", "pk"]
        verbose_name = _("destacado")
        verbose_name_plural = _("destacados")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "entry"],
                name="monitoring_one_highlight_each",
                violation_error_message=_("Ya está entre lo más destacado."),
            )
        ]

    def __str__(self):
        return str(self.entry)
