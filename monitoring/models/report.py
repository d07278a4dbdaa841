import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Membership, Stakeholder, StakeholderKind, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import both_or_neither, one_of
from corett.lib.frozen import Frozen
from monitoring.models.period import ReportingPeriod
from monitoring.models.status import answered
from plan.models import GuidingApproach, Plan, Semester
from risks.models import Risk


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Borrador")
    SUBMITTED = "submitted", _("Enviado")
    RETURNED = "returned", _("Devuelto")
    VALIDATED = "validated", _("Validado")


class ReportAction(models.TextChoices):
    SUBMIT = "submit", _("Enviar")
    WITHDRAW = "withdraw", _("Retirar el envío")
    BEGIN = "begin", _("Empezar la revisión")
    RETURN = "return", _("Devolver")
    VALIDATE = "validate", _("Validar")
    REOPEN = "reopen", _("Reabrir")


class ProgressReportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The whole region for who reads it; else one's own and, for observers, the validated."""
        if reads_whole_region(user):
            return self
        own = Q(stakeholder__in=Stakeholder.objects.held_by(user))
        if user.serves(
            StakeholderKind.OBSERVER, StakeholderKind.DONOR, StakeholderKind.CIVIL_SOCIETY
        ):
            return self.filter(own | Q(state=ReportState.VALIDATED))
        return self.filter(own)

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(period__semester__plan=plan)

    def of_semester(self, semester: Semester) -> Self:
        return self.filter(period__semester=semester)

    def to_write_by(self, membership: Membership | None) -> Self:
        """The stakeholder's own that are still a draft or came back."""
        if membership is None:
            return self.none()
        return self.filter(
            stakeholder=membership.stakeholder, state__in=[ReportState.DRAFT, ReportState.RETURNED]
        )

    def awaiting_review(self) -> Self:
        return self.filter(state=ReportState.SUBMITTED)

    def validated(self) -> Self:
        return self.filter(state=ReportState.VALIDATED)

    def with_progress(self) -> Self:
        """Add what a list of reports shows, and its own dates."""
        return (
            self.select_related("stakeholder", "period__semester__plan")
            .prefetch_related("extensions")
            .annotate(
                asked=Count("entries"),
                answered=Count("entries", filter=answered("entries__")),
            )
            .order_by(*ProgressReport._meta.ordering)
        )


class ProgressReport(models.Model):
    """What one stakeholder says it did in one semester; the Secretaría's is the joint one."""

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=_("semestre")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="reports", verbose_name=_("informa")
    )
    state = models.CharField(
        _("estado"), max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("enviado el"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("enviado por"),
    )
    review_began_at = models.DateTimeField(_("en revisión desde"), null=True, editable=False)
    review_began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("en revisión por"),
    )
    validated_at = models.DateTimeField(_("validado el"), null=True, editable=False)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("validado por"),
    )

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period__semester__year", "-period__semester__half", "stakeholder__order"]
        verbose_name = _("informe semestral")
        verbose_name_plural = _("informes semestrales")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "stakeholder"],
                name="monitoring_one_report_per_semester",
                violation_error_message=_("Ya existe un informe de este semestre."),
            ),
            one_of("state", ReportState, name="monitoring_report_state"),
            both_or_neither("submitted_at", "submitted_by", name="monitoring_report_submitted"),
            both_or_neither("review_began_at", "review_began_by", name="monitoring_review_began"),
            both_or_neither("validated_at", "validated_by", name="monitoring_report_validated"),
            models.CheckConstraint(
                condition=Q(state=ReportState.VALIDATED, validated_at__isnull=False)
                | ~Q(state=ReportState.VALIDATED) & Q(validated_at__isnull=True),
                name="monitoring_report_validated_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(submitted_at__isnull=False),
                name="monitoring_report_submitted_when",
            ),
        ]

    def __str__(self):
        return f"{self.title} · {self.period.semester.code}"

    def get_absolute_url(self):
        return reverse("monitoring:report_detail", args=[self.pk])

    @property
    def title(self) -> str:
        if self.stakeholder.kind == StakeholderKind.SECRETARIAT:
            return _("Coordinación regional (Presidencia y Secretaría Técnica)")
        return self.stakeholder.name

    def choosable(self, model: type[GuidingApproach] | type[Risk]) -> models.QuerySet:
        """What its plan has in force in its semester."""
        semester = self.period.semester
        return model.objects.filter(plan=semester.plan_id).in_force(semester.start)

    @property
    def due_on(self) -> datetime.date:
        """Until when it is expected: the period's date, or its own further one."""
        return max([self.period.due_on, *(one.due_on for one in self.extensions.all())])

    @property
    def closes_on(self) -> datetime.date:
        """Until when it can first be sent."""
        return max(self.period.closes_on, self.due_on)

    @property
    def days_overdue(self) -> int:
        """How many days it is late today; 0 once it was sent, or while there is time."""
        is_owed = self.submitted_at is None or self.state == ReportState.RETURNED
        late = (timezone.localdate() - self.due_on).days
        return late if is_owed and late > 0 else 0

    @property
    def is_editable(self) -> bool:
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)


class ReportEventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The steps of a review are for who reports and for who reads the whole region."""
        if reads_whole_region(user):
            return self
        return self.filter(report__stakeholder__in=Stakeholder.objects.held_by(user))


class ReportEvent(models.Model):
    """One step in the life of a report; the key makes the same request harmless twice."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="events", verbose_name=_("informe")
    )
    action = models.CharField(_("acción"), max_length=10, choices=ReportAction)
    comment = models.TextField(_("comentario"), blank=True)
    at = models.DateTimeField(_("fecha"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )
    open_comments = models.PositiveSmallIntegerField(
        _("comentarios sin resolver"), default=0, help_text=_("Cuántos había en este paso.")
    )
    key = models.UUIDField(_("clave de envío"), unique=True, editable=False)

    frozen = Frozen()
    objects = ReportEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("paso del informe")
        verbose_name_plural = _("historia del informe")
        constraints = [
            one_of("action", ReportAction, name="monitoring_event_action"),
            models.CheckConstraint(
                condition=~Q(action=ReportAction.RETURN) | ~Q(comment="") | Q(open_comments__gt=0),
                name="monitoring_return_needs_comment",
                violation_error_message=_(
                    "Para devolver un informe, escriba qué falta o deje un comentario sin resolver."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(action=ReportAction.REOPEN) | ~Q(comment=""),
                name="monitoring_reopen_needs_reason",
                violation_error_message=_("Para reabrir un informe, escriba el motivo."),
            ),
        ]

    def __str__(self):
        return f"{self.report} · {self.get_action_display()}"
