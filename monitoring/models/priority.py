from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import both_or_neither, one_of
from plan.models import Activity, Plan, Semester


class Decision(models.TextChoices):
    KEEP = "keep", _("mantener")
    ACCELERATE = "accelerate", _("acelerar")
    RESCHEDULE = "reschedule", _("reprogramar")
    CLOSE = "close", _("cerrar")


class PriorityQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """All for who reads the whole region, what has the visto bueno for any other party."""
        if reads_whole_region(user):
            return self
        return self.endorsed() if user.current_memberships else self.none()

    def of_year(self, plan: Plan, year: int) -> Self:
        return self.filter(activity__plan=plan, year=year)

    def endorsed(self) -> Self:
        """With the visto bueno of Presidencia."""
        return self.filter(endorsed_at__isnull=False)


class Priority(models.Model):
    """What is decided for an activity in a year: by the Secretaría, endorsed by Presidencia."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="priorities", verbose_name=_("actividad")
    )
    year = models.PositiveSmallIntegerField(_("año"), help_text=_("El año que se prioriza."))
    decision = models.CharField(_("Decisión"), max_length=10, choices=Decision)
    reason = models.TextField(_("Motivo"))
    semesters = models.ManyToManyField(
        Semester,
        blank=True,
        related_name="priorities",
        verbose_name=_("Semestres"),
        help_text=_("En qué semestres se programa; pasa al cronograma con el visto bueno."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    decided_at = models.DateTimeField(_("decidido el"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("decidido por"),
    )
    endorsed_at = models.DateTimeField(_("visto bueno el"), null=True, editable=False)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("visto bueno de"),
    )
    scheduled_at = models.DateTimeField(_("llevado al cronograma el"), null=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("llevado al cronograma por"),
    )

    objects = PriorityQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[semesters])

    class Meta:
        ordering = ["year", "activity__order"]
        verbose_name = _("priorización")
        verbose_name_plural = _("priorizaciones")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "year"],
                name="monitoring_one_priority_each",
                violation_error_message=_("Ya hay una decisión para esta actividad y este año."),
            ),
            one_of("decision", Decision, name="monitoring_priority_decision"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="monitoring_priority_reason",
                violation_error_message=_("Escriba el motivo de la decisión."),
            ),
            both_or_neither("endorsed_at", "endorsed_by", name="monitoring_priority_endorsed"),
            both_or_neither("scheduled_at", "scheduled_by", name="monitoring_priority_scheduled"),
            models.CheckConstraint(
                condition=Q(scheduled_at__isnull=True) | Q(endorsed_at__isnull=False),
                name="monitoring_priority_scheduled_once_endorsed",
            ),
        ]

    def __str__(self):
        return f"{self.activity.code} · {self.year} · {self.get_decision_display()}"

    def get_absolute_url(self):
        address = [self.activity.plan.code, self.year, self.activity.code]
        return reverse("monitoring:priority_detail", args=address)

    @property
    def is_endorsed(self) -> bool:
        return self.endorsed_at is not None

    @property
    def is_scheduled(self) -> bool:
        return self.scheduled_at is not None

    @property
    def semester_codes(self) -> list[str]:
        return [semester.code for semester in self.semesters.all()]

    @property
    def moves_schedule(self) -> bool:
        """Whether it says something of the cronograma."""
        return self.decision in (Decision.RESCHEDULE, Decision.CLOSE) or bool(self.semester_codes)
