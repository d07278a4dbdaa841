"""How a risk stands in a semester: the Secretaría says it of the region, a country of itself."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder, StakeholderKind, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import one_of
from plan.models import Semester
from risks.models.matrix import Level, Risk


class RiskReviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The region's for all; a country's for its people and for who reads the whole region."""
        if reads_whole_region(user):
            return self
        own = Q(stakeholder__in=Stakeholder.objects.held_by(user))
        return self.filter(own | Q(stakeholder__kind=StakeholderKind.SECRETARIAT))

    def of_region(self) -> Self:
        return self.filter(stakeholder__kind=StakeholderKind.SECRETARIAT)


class RiskReview(models.Model):
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="reviews", verbose_name=_("riesgo"))
    semester = models.ForeignKey(
        Semester, models.PROTECT, related_name="risk_reviews", verbose_name=_("semestre")
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="risk_reviews",
        verbose_name=_("quien revisa"),
        help_text=_("La Secretaría Técnica revisa por la región; un país, lo suyo."),
    )
    level = models.CharField(_("nivel ahora"), max_length=10, choices=Level)
    happened = models.BooleanField(_("se presentó en el semestre"), default=False)
    response = models.TextField(
        _("qué se hizo"), blank=True, help_text=_("Qué pasó, qué se hizo y qué falta.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    reviewed_at = models.DateTimeField(_("revisado el"), default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("revisado por"),
    )

    objects = RiskReviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["semester__year", "semester__half", "risk__order", "stakeholder__order"]
        verbose_name = _("revisión del riesgo")
        verbose_name_plural = _("revisiones de riesgos")
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "semester", "stakeholder"],
                name="risks_one_review_per_semester",
                violation_error_message=_("Este riesgo ya está revisado en este semestre."),
            ),
            one_of("level", Level, name="risks_review_level"),
            models.CheckConstraint(
                condition=Q(happened=False) | ~Q(response=""),
                name="risks_review_says_what_was_done",
                violation_error_message=_("Si el riesgo se presentó, diga qué pasó y qué se hizo."),
            ),
        ]

    def __str__(self):
        return f"{self.risk.code} · {self.semester.code} · {self.stakeholder}"
