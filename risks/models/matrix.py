"""The risk matrix of Anexo 1 (plan p. 68) and the activities that mitigate each risk."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.lib.constraints import one_of
from plan.models import Activity, Plan, Retirable, RetirableQuerySet
from plan.models.structure import require_same_plan


class RiskType(models.Model):
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="risk_types", verbose_name=_("plan")
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar en que Anexo 1 lo imprime.")
    )
    name = models.CharField(
        _("nombre"), max_length=200, help_text=_("Como lo imprime la primera columna de Anexo 1.")
    )

    history = HistoricalRecords()

    class Manager(models.Manager):
        def get_by_natural_key(self, plan: str, order: int) -> "RiskType":
            return self.get(plan__code=plan, order=order)

    objects = Manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("tipo de riesgo")
        verbose_name_plural = _("tipos de riesgo")
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="risks_type_order")]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (*self.plan.natural_key(), self.order)

    natural_key.dependencies = ["plan.plan"]


class Level(models.TextChoices):
    LOW = "low", _("Bajo")
    MEDIUM = "medium", _("Medio")
    HIGH = "high", _("Alto")


class RiskQuerySet(RetirableQuerySet):
    def get_by_natural_key(self, plan: str, code: str) -> "Risk":
        return self.get(plan__code=plan, code=code)


class Risk(Retirable):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="risks", verbose_name=_("plan"))
    type = models.ForeignKey(
        RiskType, models.PROTECT, related_name="risks", verbose_name=_("tipo de riesgo")
    )
    code = models.CharField(
        _("código"), max_length=10, help_text=_("Permanente: R1, R2 … en el orden de Anexo 1.")
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar en que Anexo 1 lo imprime.")
    )
    statement = models.TextField(_("riesgo"), help_text=_("Como lo imprime Anexo 1."))
    level = models.CharField(
        _("nivel de riesgo"),
        max_length=10,
        choices=Level,
        help_text=_(
            "El que imprime Anexo 1; cómo está hoy se dice en la revisión de cada semestre."
        ),
    )
    mitigation = models.TextField(
        _("mitigación del riesgo"), help_text=_("Como la imprime Anexo 1.")
    )
    activities = models.ManyToManyField(
        Activity, through="Mitigation", related_name="risks", verbose_name=_("actividades")
    )

    objects = RiskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        verbose_name = _("riesgo")
        verbose_name_plural = _("riesgos")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="risks_risk_code",
                violation_error_message=_("El plan ya tiene un riesgo con este código."),
            ),
            one_of("level", Level, name="risks_risk_level"),
        ]

    def __str__(self):
        return f"{self.code} {self.statement}"

    def clean(self):
        super().clean()
        require_same_plan(self, "type", self.type_id and self.type.plan_id)

    def natural_key(self):
        return (*self.plan.natural_key(), self.code)

    natural_key.dependencies = ["plan.plan", "risks.risktype"]

    def get_absolute_url(self):
        return reverse("risks:risk", args=[self.plan.code, self.code])


class MitigationManager(models.Manager):
    def get_by_natural_key(self, plan: str, risk: str, _plan: str, activity: str) -> "Mitigation":
        return self.get(risk__plan__code=plan, risk__code=risk, activity__code=activity)


class Mitigation(models.Model):
    """An activity of the plan that mitigates a risk, wholly or partly."""

    risk = models.ForeignKey(
        Risk, models.CASCADE, related_name="mitigations", verbose_name=_("riesgo")
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="mitigations", verbose_name=_("actividad")
    )
    is_partial = models.BooleanField(
        _("solo en parte"),
        default=False,
        help_text=_("La actividad cubre solo una parte; lo demás necesita acciones propias."),
    )

    objects = MitigationManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["risk__order", "activity__order"]
        verbose_name = _("actividad que mitiga")
        verbose_name_plural = _("actividades que mitigan")
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "activity"], name="risks_one_mitigation_per_activity"
            )
        ]

    def __str__(self):
        return f"{self.risk.code} · {self.activity.code}"

    def clean(self):
        if self.risk_id and self.activity_id and self.risk.plan_id != self.activity.plan_id:
            sentence = _("Es de otro plan. Elija una actividad del plan del riesgo.")
            raise ValidationError({"activity": sentence})

    def natural_key(self):
        return (*self.risk.natural_key(), *self.activity.natural_key())

    natural_key.dependencies = ["risks.risk", "plan.activity"]
