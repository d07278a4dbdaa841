from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.lib.constraints import in_order
from plan.models import Plan, PlanEdition, Semester


class PeriodState(models.TextChoices):
    """How a period stands today: told by its dates, and by nothing that must have run."""

    UPCOMING = "upcoming", _("por abrir")
    OPEN = "open", _("abierto")
    OVERDUE = "overdue", _("plazo vencido")
    CLOSED = "closed", _("cerrado")


class ReportingPeriodQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan) -> Self:
        return self.filter(semester__plan=plan)

    def open(self) -> Self:
        today = timezone.localdate()
        return self.filter(opens_on__lte=today, closes_on__gte=today)

    def with_states(self) -> Self:
        """Add how many reports it has, how many await review and how many are validated."""
        return (
            self.select_related("semester__plan", "edition")
            .annotate(
                expected=Count("reports"),
                submitted=Count("reports", filter=Q(reports__state="submitted")),
                validated=Count("reports", filter=Q(reports__state="validated")),
            )
            .order_by(*ReportingPeriod._meta.ordering)
        )


class ReportingPeriod(models.Model):
    """A semester opened for reporting, on the edition of the plan in force that day."""

    semester = models.OneToOneField(
        Semester, models.PROTECT, related_name="period", verbose_name=_("semestre")
    )
    edition = models.ForeignKey(
        PlanEdition, models.PROTECT, related_name="periods", verbose_name=_("edición del plan")
    )
    opens_on = models.DateField(_("abre el"))
    due_on = models.DateField(_("se entrega hasta el"))
    closes_on = models.DateField(_("cierra el"))
    opened_at = models.DateTimeField(_("abierto el"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("abierto por"),
        help_text=_("Vacío: lo abrió el sistema."),
    )

    objects = ReportingPeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-semester__year", "-semester__half"]
        verbose_name = _("periodo de informe")
        verbose_name_plural = _("periodos de informe")
        constraints = [
            in_order(
                "opens_on",
                "due_on",
                name="monitoring_period_due_after_opening",
                message=_("La fecha de entrega no puede ser anterior a la apertura."),
            ),
            in_order(
                "due_on",
                "closes_on",
                name="monitoring_period_closes_after_due",
                message=_("El cierre no puede ser anterior a la fecha de entrega."),
            ),
        ]

    def __str__(self):
        return self.semester.code

    def get_absolute_url(self):
        semester = self.semester
        return reverse("monitoring:period_detail", args=[semester.plan.code, semester.code])

    @property
    def state(self) -> PeriodState:
        today = timezone.localdate()
        if today < self.opens_on:
            return PeriodState.UPCOMING
        if today <= self.due_on:
            return PeriodState.OPEN
        return PeriodState.OVERDUE if today <= self.closes_on else PeriodState.CLOSED

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate() <= self.closes_on
