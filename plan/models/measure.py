"""An indicator is a list of measures; a measure may have targets (metas)."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder, StakeholderKind
from corett.lib.constraints import both_or_neither, one_of
from plan.models.retirement import Retirable, RetirableQuerySet
from plan.models.structure import Activity


class IndicatorQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, activity: str) -> "Indicator":
        return self.get(activity__plan__code=plan, activity__code=activity)


class Indicator(models.Model):
    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="indicator", verbose_name=_("actividad")
    )
    statement = models.TextField(
        _("enunciado"), help_text=_("Como lo imprime la tabla del eje (pp. 25-42).")
    )
    schedule_statement = models.TextField(
        _("enunciado en el cronograma"), help_text=_("Como lo imprime el cronograma (pp. 47-67).")
    )

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["activity__order"]
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")

    def __str__(self):
        return _("Indicador %(code)s") % {"code": self.activity.code}

    def natural_key(self):
        return self.activity.natural_key()

    natural_key.dependencies = ["plan.activity"]


class Kind(models.TextChoices):
    COUNT = "count", _("cantidad")
    PEOPLE = "people", _("personas")
    INSTITUTIONS = "institutions", _("instituciones")
    DELIVERABLE = "deliverable", _("producto")
    REGISTRY = "registry", _("registro al día")
    AMOUNT = "amount", _("monto")
    REACH = "reach", _("alcance")


class Scope(models.TextChoices):
    NATIONAL = "national", _("nacional")
    REGIONAL = "regional", _("regional")
    BOTH = "both", _("nacional y regional")


class Breakdown(models.TextChoices):
    NONE = "", _("ninguno")
    SEX = "sex", _("sexo")
    MODALITY = "modality", _("modalidad")
    SCOPE = "scope", _("nacional o regional")
    CHANNEL = "channel", _("canal")


class CountedFrom(models.TextChoices):
    """What a count is counted from; the other kinds have one way only."""

    RECORDS = "records", _("las acciones realizadas (una fila, o su cantidad)")
    FIGURES = "figures", _("el número que dice cada acción")
    COUNTRIES = "countries", _("los países de las instituciones participantes")


MEANING = ("kind", "scope", "breakdown", "counted_from", "reported_by")
"""What a measure is; its name and unit are only words."""


class MeasureQuerySet(RetirableQuerySet):
    def get_by_natural_key(self, plan: str, activity: str, letter: str) -> "Measure":
        return self.get(
            indicator__activity__plan__code=plan,
            indicator__activity__code=activity,
            letter=letter,
        )

    def of_plan(self, plan) -> Self:
        return self.filter(indicator__activity__plan=plan)


class Measure(Retirable):
    """One thing that an indicator counts ("número de mesas", "nombre de las instituciones")."""

    class ReportedBy(models.TextChoices):
        COUNTRIES = "countries", _("cada país")
        COORDINATION = "coordination", _("coordinación regional (Presidencia y Secretaría)")
        BOTH = "both", _("cada país, y la coordinación regional lo suyo")
        HOST = "host", _("el país anfitrión")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measures", verbose_name=_("indicador")
    )
    letter = models.CharField(
        _("letra"), max_length=1, help_text=_("Su código es el de la actividad y esta letra.")
    )
    name = models.CharField(
        _("nombre"), max_length=250, help_text=_("Qué se mide, con las palabras del indicador.")
    )
    kind = models.CharField(
        _("clase"),
        max_length=20,
        choices=Kind,
        help_text=_("Qué se pide a quien informa y cómo se suma."),
    )
    unit = models.CharField(
        _("unidad"), max_length=60, help_text=_("Lo que se cuenta: mesas, personas, países.")
    )
    scope = models.CharField(
        _("ámbito"),
        max_length=10,
        choices=Scope,
        help_text=_("Si existe una vez por país, una vez para la región, o las dos."),
    )
    breakdown = models.CharField(
        _("desglose"),
        max_length=10,
        choices=Breakdown,
        default=Breakdown.NONE,
        blank=True,
        help_text=_("En qué partes se pide el número."),
    )
    counted_from = models.CharField(
        _("se cuenta de"),
        max_length=10,
        choices=CountedFrom,
        blank=True,
        default="",
        help_text=_("Solo para una cantidad; las demás clases se cuentan de una sola manera."),
    )
    reported_by = models.CharField(
        _("la informa"),
        max_length=15,
        choices=ReportedBy,
        default=ReportedBy.COUNTRIES,
        help_text=_("A quién se le pide en el informe semestral."),
    )
    is_proposed = models.BooleanField(
        _("propuesta por el sistema"),
        default=False,
        help_text=_("El indicador del plan no la nombra; la Secretaría puede confirmarla."),
    )

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["indicator__activity__order", "letter"]
        verbose_name = _("medida")
        verbose_name_plural = _("medidas")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "letter"],
                name="plan_measure_letter",
                violation_error_message=_("El indicador ya tiene una medida con esta letra."),
            ),
            one_of("kind", Kind, name="plan_measure_kind"),
            one_of("scope", Scope, name="plan_measure_scope"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.COUNT, counted_from__in=CountedFrom.values)
                | ~models.Q(kind=Kind.COUNT) & models.Q(counted_from=""),
                name="plan_measure_counted_from",
                violation_error_message=_("Diga de qué se cuenta, y solo para una cantidad."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def natural_key(self):
        return (*self.indicator.natural_key(), self.letter)

    natural_key.dependencies = ["plan.indicator"]

    def clean(self):
        """What was asked keeps its meaning: another one is another measure."""
        super().clean()
        saved = type(self).objects.filter(pk=self.pk).values(*MEANING).first()
        changed = [name for name in MEANING if saved and getattr(self, name) != saved[name]]
        if changed and self.indicator.activity.is_asked:
            sentence = _("Ya se pidió en un informe: retire esta medida y añada otra.")
            raise ValidationError(dict.fromkeys(changed, sentence))

    @property
    def code(self) -> str:
        return f"{self.indicator.activity.code}.{self.letter}"

    def is_asked_of(self, stakeholder: Stakeholder) -> bool:
        """Whether this measure is in the stakeholder's part of the activity."""
        if stakeholder.is_country:
            return self.reported_by != self.ReportedBy.COORDINATION
        if stakeholder.kind in (StakeholderKind.SECRETARIAT, StakeholderKind.PRESIDENCY):
            return self.reported_by in (self.ReportedBy.COORDINATION, self.ReportedBy.BOTH)
        return False


class TargetState(models.TextChoices):
    PROPOSED = "proposed", _("propuesta")
    CONFIRMED = "confirmed", _("confirmada")
    DISCARDED = "discarded", _("descartada")


class TargetSource(models.TextChoices):
    IMPLIED = "implied", _("implícita en el texto")
    MINUTES = "minutes", _("acta")
    OPERATIONAL_PLAN = "operational_plan", _("Plan Operativo")


class TargetQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(state=TargetState.CONFIRMED)

    def of_plan(self, plan) -> Self:
        return self.filter(measure__indicator__activity__plan=plan)

    def proposed(self) -> Self:
        return self.filter(state=TargetState.PROPOSED)

    def get_by_natural_key(self, plan, activity, letter, stakeholder, year, state) -> "Target":
        return self.get(
            measure=Measure.objects.get_by_natural_key(plan, activity, letter),
            stakeholder__code=stakeholder,
            year=year,
            state=state,
        )


class Target(models.Model):
    """A meta: for one stakeholder or (empty) the region, for one year or (empty) the whole plan.

    While a new value waits for the visto bueno, the confirmed one stays in force beside it.
    """

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="targets", verbose_name=_("medida")
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("de quién"),
        help_text=_("Deje vacío para la región."),
    )
    year = models.PositiveSmallIntegerField(
        _("año"), null=True, blank=True, help_text=_("Deje vacío para todo el plan.")
    )
    value = models.DecimalField(
        _("valor"),
        max_digits=14,
        decimal_places=2,
        help_text=_(
            "Un número de 0 o más, en la unidad de la medida. Para un producto o un registro,"
            " 1 quiere decir que existe."
        ),
    )
    state = models.CharField(
        _("estado"),
        max_length=10,
        choices=TargetState,
        default=TargetState.PROPOSED,
        help_text=_("Solo una meta confirmada se compara con los avances."),
    )
    source = models.CharField(
        _("fuente"),
        max_length=20,
        choices=TargetSource,
        help_text=_("De dónde sale el número: el plan mismo no imprime metas."),
    )
    source_note = models.CharField(
        _("detalle de la fuente"),
        max_length=300,
        blank=True,
        help_text=_("Las palabras del plan, o el número del acta."),
    )
    dated = models.DateField(
        _("fecha"), default=timezone.localdate, help_text=_("La del acta o del Plan Operativo.")
    )
    decided_at = models.DateTimeField(_("decidida el"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decidida por"),
        help_text=_("Quien dio el visto bueno o la descartó."),
    )

    objects = TargetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "year", "stakeholder__order"]
        verbose_name = _("meta")
        verbose_name_plural = _("metas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="plan_target_not_negative",
                violation_error_message=_("Una meta no puede ser negativa."),
            ),
            one_of("state", TargetState, name="plan_target_state"),
            one_of("source", TargetSource, name="plan_target_source"),
            both_or_neither("decided_at", "decided_by", name="plan_target_decided"),
            models.UniqueConstraint(
                models.F("measure"),
                models.functions.Coalesce("stakeholder", 0),
                models.functions.Coalesce("year", 0),
                "state",
                name="plan_one_target_each",
                violation_error_message=_(
                    "Ya hay una meta en este estado para esta medida, año y responsable."
                ),
            ),
        ]

    def __str__(self):
        who = self.stakeholder or _("la región")
        when = self.year or _("todo el plan")
        return f"{self.measure.code} · {who} · {when}: {self.value}"

    def clean(self):
        plan = self.measure.indicator.activity.plan if self.measure_id else None
        if plan and self.year and self.year not in plan.years:
            raise ValidationError(
                {
                    "year": _("El plan va de %(start)s a %(end)s.")
                    % {"start": plan.years[0], "end": plan.years[-1]}
                }
            )

    def natural_key(self):
        stakeholder = self.stakeholder.code if self.stakeholder else None
        return (*self.measure.natural_key(), stakeholder, self.year, self.state)

    natural_key.dependencies = ["plan.measure", "accounts.stakeholder"]
