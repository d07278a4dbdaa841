"""What moves the dates of a period: for all, with a reason, or for one report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder
from corett.lib.constraints import in_order
from corett.lib.frozen import Frozen
from monitoring.models.period import ReportingPeriod
from monitoring.models.report import ProgressReport


class DateChange(models.Model):
    """The dates that a period was given later, closing or reopening it, with the reason."""

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="date_changes", verbose_name=_("semestre")
    )
    due_before = models.DateField(_("se entregaba hasta el"))
    closes_before = models.DateField(_("cerraba el"))
    due_on = models.DateField(_("se entrega hasta el"))
    closes_on = models.DateField(_("cierra el"))
    reopens = models.BooleanField(_("reabre un semestre cerrado"), default=False)
    reason = models.TextField(_("Motivo"))
    at = models.DateTimeField(_("fecha"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )

    frozen = Frozen()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("cambio de fechas")
        verbose_name_plural = _("cambios de fechas")
        constraints = [
            in_order(
                "due_on",
                "closes_on",
                name="monitoring_date_change_in_order",
                message=_("El cierre no puede ser anterior a la fecha de entrega."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="monitoring_date_change_reason",
                violation_error_message=_("Escriba por qué cambian las fechas."),
            ),
        ]

    def __str__(self):
        return f"{self.period} · {self.due_on:%d/%m/%Y}"


class Extension(models.Model):
    """More time for one report, with the reason; the furthest date of several counts."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="extensions", verbose_name=_("informe")
    )
    due_on = models.DateField(_("Se entrega hasta el"))
    reason = models.TextField(_("Motivo"))
    at = models.DateTimeField(_("fecha"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )

    frozen = Frozen()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("prórroga")
        verbose_name_plural = _("prórrogas")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="monitoring_extension_reason",
                violation_error_message=_("Escriba por qué se da más plazo."),
            )
        ]

    def __str__(self):
        return f"{self.report} · {self.due_on:%d/%m/%Y}"
