"""Ejes, objetivos, actividades, responsables and cronograma (plan pp. 25-42 and 47-67)."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder
from plan.models.plan import Plan, Semester
from plan.models.retirement import Retirable, RetirableQuerySet


def require_same_plan(row: models.Model, field: str, plan: int | None) -> None:
    """What a row hangs on is of its own plan. Raises ValidationError."""
    if plan and row.plan_id and plan != row.plan_id:
        raise ValidationError({field: _("Es de otro plan. Elija uno de este.")})


class ByPlanAndNumber(models.QuerySet):
    def get_by_natural_key(self, plan: str, number: int):
        return self.get(plan__code=plan, number=number)


class Axis(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="axes", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(
        _("número"), help_text=_("Permanente: 1, 2 … en el orden del documento.")
    )
    name = models.CharField(
        _("nombre"), max_length=250, help_text=_("Como lo imprime el título de la tabla del eje.")
    )
    definition = models.TextField(
        _("definición"),
        help_text=_("Como la imprime el capítulo del eje. Un párrafo por línea en blanco."),
    )

    objects = ByPlanAndNumber.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        verbose_name = _("eje")
        verbose_name_plural = _("ejes")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_axis_number",
                violation_error_message=_("El plan ya tiene un eje con este número."),
            )
        ]

    def __str__(self):
        return _("Eje %(number)s. %(name)s") % {"number": self.number, "name": self.name}

    def natural_key(self):
        return (*self.plan.natural_key(), self.number)

    natural_key.dependencies = ["plan.plan"]


class Objective(models.Model):
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="objectives", verbose_name=_("plan")
    )
    axis = models.ForeignKey(
        Axis,
        models.PROTECT,
        related_name="objectives",
        verbose_name=_("eje"),
        help_text=_("El eje bajo el cual lo imprime el plan."),
    )
    number = models.PositiveSmallIntegerField(
        _("número"), help_text=_("Permanente: se numeran seguidos por todo el plan.")
    )
    statement = models.TextField(_("enunciado"), help_text=_("Como lo imprime la tabla del eje."))

    objects = ByPlanAndNumber.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        verbose_name = _("objetivo")
        verbose_name_plural = _("objetivos")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_objective_number",
                violation_error_message=_("El plan ya tiene un objetivo con este número."),
            )
        ]

    def __str__(self):
        return _("Objetivo %(number)s") % {"number": self.number}

    def clean(self):
        require_same_plan(self, "axis", self.axis_id and self.axis.plan_id)

    def natural_key(self):
        return (*self.plan.natural_key(), self.number)

    natural_key.dependencies = ["plan.plan", "plan.axis"]


class ActivityQuerySet(RetirableQuerySet):
    def get_by_natural_key(self, plan: str, code: str) -> "Activity":
        return self.get(plan__code=plan, code=code)

    def answered_by(self, stakeholder: Stakeholder) -> Self:
        """Those in which the stakeholder is printed as responsable."""
        return self.filter(responsibilities__stakeholders=stakeholder).distinct()

    def due_in(self, semester: Semester) -> Self:
        """Those in force with a cell in the semester, or whose cells are still to be captured."""
        return (
            self.in_force(semester.start)
            .filter(models.Q(cells__semester=semester) | models.Q(cells__isnull=True))
            .distinct()
        )

    def with_indicator(self) -> Self:
        return self.select_related("indicator", "objective__axis").prefetch_related(
            "indicator__measures"
        )


class Activity(Retirable):
    """An activity in the two wordings of the plan: the table of its eje, and the cronograma."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="activities", verbose_name=_("plan")
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("objetivo"),
        help_text=_("El objetivo bajo el cual la imprime el plan."),
    )
    code = models.CharField(
        _("código"), max_length=10, help_text=_("Permanente; se retira, pero no se usa de nuevo.")
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar en que el documento la imprime.")
    )
    statement = models.TextField(
        _("enunciado"), help_text=_("Como lo imprime la tabla del eje (pp. 25-42).")
    )
    schedule_statement = models.TextField(
        _("detalles de la actividad"), help_text=_("Como los imprime el cronograma (pp. 47-67).")
    )
    responsibilities_text = models.TextField(
        _("responsables"), help_text=_("La frase de la tabla del eje.")
    )
    schedule_responsibilities_text = models.TextField(
        _("responsables en el cronograma"), help_text=_("La frase del cronograma.")
    )
    semesters = models.ManyToManyField(
        Semester,
        through="ScheduleCell",
        related_name="activities",
        verbose_name=_("semestres programados"),
    )

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        verbose_name = _("actividad")
        verbose_name_plural = _("actividades")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="plan_activity_code",
                violation_error_message=_("El plan ya tiene una actividad con este código."),
            )
        ]

    def __str__(self):
        return _("Actividad %(code)s") % {"code": self.code}

    def clean(self):
        super().clean()
        require_same_plan(self, "objective", self.objective_id and self.objective.plan_id)
        if self.objective_id and self.pk is None and not self._fits_objective():
            sentence = _("Escriba el número del objetivo, un punto y un número: %(number)s.1.")
            raise ValidationError({"code": sentence % {"number": self.objective.number}})

    def _fits_objective(self) -> bool:
        objective, _point, number = self.code.rpartition(".")
        return objective == str(self.objective.number) and number.isdecimal()

    @property
    def is_asked(self) -> bool:
        """Whether any row of the apps above that must stay is of this activity."""
        return any(
            getattr(self, relation.get_accessor_name()).exists()
            for relation in self._meta.related_objects
            if relation.on_delete is models.PROTECT
        )

    def natural_key(self):
        return (*self.plan.natural_key(), self.code)

    natural_key.dependencies = ["plan.plan", "plan.objective"]

    def get_absolute_url(self):
        return reverse("plan:activity", args=[self.plan.code, self.code])


class ResponsibilityQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, activity: str, order: int) -> "Responsibility":
        return self.get(activity__plan__code=plan, activity__code=activity, order=order)


class Responsibility(models.Model):
    """One clause of the printed sentence: who, and with which role ("" where none is printed)."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="responsibilities", verbose_name=_("actividad")
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar de esta parte en la frase impresa.")
    )
    stakeholders = models.ManyToManyField(
        Stakeholder,
        related_name="responsibilities",
        verbose_name=_("partes interesadas"),
        help_text=_("«Países Miembros» son los nueve países."),
    )
    role = models.CharField(
        _("papel"),
        max_length=300,
        blank=True,
        help_text=_(
            "Lo que hace, como lo imprime el plan entre paréntesis. Vacío si no dice ninguno."
        ),
    )

    objects = ResponsibilityQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[stakeholders])

    class Meta:
        ordering = ["activity__order", "order"]
        verbose_name = _("responsabilidad")
        verbose_name_plural = _("responsabilidades")
        constraints = [
            models.UniqueConstraint(fields=["activity", "order"], name="plan_responsibility_order")
        ]

    def __str__(self):
        return f"{self.activity.code} · {self.role or '—'}"

    def natural_key(self):
        return (*self.activity.natural_key(), self.order)

    natural_key.dependencies = ["plan.activity", "accounts.stakeholder"]


class ScheduleCell(models.Model):
    """A marked cell of the cronograma: the activity is planned for the semester."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="cells", verbose_name=_("actividad")
    )
    semester = models.ForeignKey(
        Semester, models.PROTECT, related_name="cells", verbose_name=_("semestre")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["activity__order", "semester__year", "semester__half"]
        verbose_name = _("celda del cronograma")
        verbose_name_plural = _("celdas del cronograma")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "semester"],
                name="plan_one_cell_per_semester",
                violation_error_message=_("Esta celda ya está marcada."),
            )
        ]

    def __str__(self):
        return f"{self.activity.code} · {self.semester.code}"
