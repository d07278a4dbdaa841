from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import both_or_neither, one_of
from monitoring.models.annual import AnnualReport, AnnualState
from monitoring.models.report import ProgressReport, ReportState
from plan.models import Activity, Plan


class FindingSource(models.TextChoices):
    EVALUATION = "evaluation", _("evaluación")
    AUDIT = "audit", _("auditoría")


class FindingState(models.TextChoices):
    OPEN = "open", _("abierto")
    IN_PROGRESS = "in_progress", _("en curso")
    DONE = "done", _("atendido")
    REJECTED = "rejected", _("no se acepta")


PUBLISHABLE = (
    Q(is_public=True)
    & (Q(report=None) | Q(report__state=ReportState.VALIDATED))
    & (Q(annual_report=None) | Q(annual_report__state=AnnualState.PUBLISHED))
)
"""Marked so, and about nothing but what is validated or published."""


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """All for who reads the whole region; for others what they are in charge of, what is about
        their own reports, and what may be published of results that are validated.
        """
        if reads_whole_region(user):
            return self
        if not user.current_memberships:
            return self.none()
        own = Stakeholder.objects.held_by(user)
        return self.filter(Q(owner__in=own) | Q(report__stakeholder__in=own) | PUBLISHABLE)

    def publishable(self) -> Self:
        return self.filter(PUBLISHABLE)

    def for_listing(self) -> Self:
        """With what a line shows, in the one query that fetches them."""
        return self.select_related(
            "plan",
            "owner",
            "activity__plan",
            "report__stakeholder",
            "report__period__semester",
            "annual_report__plan",
        ).defer("annual_report__content")

    def in_charge(self, stakeholder: Stakeholder) -> Self:
        return self.pending().filter(owner=stakeholder).select_related("plan").order_by("due_on")

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(plan=plan)

    def pending(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def overdue(self) -> Self:
        return self.pending().filter(due_on__lt=timezone.localdate())


class Finding(models.Model):
    """What an evaluation or an audit found, what is answered and done about it, and by when.

    "Requiere de auditoría y evaluaciones periódicas" (the plan, monitoreo y evaluación). It is
    about an activity, a semester report or an annual report; about none, it is about the plan.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="findings", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("número"), editable=False)
    source = models.CharField(_("Origen"), max_length=12, choices=FindingSource)
    source_title = models.CharField(
        _("¿De qué evaluación o auditoría?"),
        max_length=250,
        help_text=_("Como se llama el documento que lo dice."),
    )
    found_on = models.DateField(_("Fecha del documento"))
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("Actividad"),
    )
    report = models.ForeignKey(
        ProgressReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("Informe semestral"),
    )
    annual_report = models.ForeignKey(
        AnnualReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("Informe anual"),
    )
    text = models.TextField(_("Hallazgo"))
    response = models.TextField(_("Respuesta"), blank=True)
    action = models.TextField(_("Qué se hará"), blank=True)
    owner = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("A cargo de"),
    )
    due_on = models.DateField(_("Para cuándo"), null=True, blank=True)
    state = models.CharField(
        _("Estado"), max_length=12, choices=FindingState, default=FindingState.OPEN
    )
    result = models.TextField(
        _("Qué se hizo"), blank=True, help_text=_("O por qué no se acepta el hallazgo.")
    )
    is_public = models.BooleanField(
        _("Se puede publicar"),
        default=True,
        help_text=_("Sin esta marca se cuenta en el informe anual y no se imprime su texto."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    entered_at = models.DateTimeField(_("registrado el"), default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("registrado por"),
    )
    closed_at = models.DateTimeField(_("cerrado el"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("cerrado por"),
    )

    objects = FindingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("hallazgo")
        verbose_name_plural = _("hallazgos")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="monitoring_finding_number"),
            one_of("source", FindingSource, name="monitoring_finding_source"),
            one_of("state", FindingState, name="monitoring_finding_state"),
            both_or_neither("closed_at", "closed_by", name="monitoring_finding_closed"),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.DONE, FindingState.REJECTED])
                & Q(closed_at__isnull=False)
                & ~Q(result="")
                | Q(state__in=[FindingState.OPEN, FindingState.IN_PROGRESS])
                & Q(closed_at__isnull=True),
                name="monitoring_finding_closed_when",
                violation_error_message=_(
                    "Para cerrar un hallazgo, escriba qué se hizo o por qué no."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.IN_PROGRESS)
                | Q(owner__isnull=False, due_on__isnull=False) & ~Q(action=""),
                name="monitoring_finding_in_progress",
                violation_error_message=_(
                    "Para ponerlo en curso, diga qué se hará, quién y para cuándo."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.text}"

    def get_absolute_url(self):
        return reverse("monitoring:finding_detail", args=[self.pk])

    @property
    def about(self) -> list[str]:
        """What it is about, in words."""
        said = [self.activity, self.report, self.annual_report]
        return [str(one) for one in said if one] or [str(_("el plan"))]

    @property
    def code(self) -> str:
        return f"H{self.number}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_closed and self.due_on is not None and self.due_on < timezone.localdate()
