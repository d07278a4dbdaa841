"""The plan, on which everything hangs, and its semesters (plan p. 47)."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.lib.constraints import in_order


class PlanQuerySet(models.QuerySet):
    def get_by_natural_key(self, code: str) -> "Plan":
        return self.get(code=code)

    def current(self) -> "Plan | None":
        """The plan a person means who names none: the one of today, else the latest begun."""
        return meant_today(self)


def meant_today(plans: Iterable["Plan"]) -> "Plan | None":
    today = timezone.localdate()
    latest = sorted(plans, key=lambda plan: plan.start, reverse=True)
    begun = [plan for plan in latest if plan.start <= today]
    running = [plan for plan in begun if plan.end >= today]
    return next(iter(running or begun or latest[::-1]), None)


class Plan(models.Model):
    code = models.SlugField(_("código"), unique=True, help_text=_("No cambia nunca."))
    title = models.CharField(
        _("título"), max_length=250, help_text=_("Como lo imprime la portada.")
    )
    start = models.DateField(_("inicio"), help_text=_("Primer día del primer semestre."))
    end = models.DateField(_("fin"), help_text=_("Último día del último semestre."))
    red_below = models.PositiveSmallIntegerField(
        _("rojo por debajo de (%)"), default=50, help_text=_("Se imprime en cada informe.")
    )
    green_from = models.PositiveSmallIntegerField(
        _("verde desde (%)"), default=90, help_text=_("Se imprime en cada informe.")
    )
    is_demonstration = models.BooleanField(
        _("contiene datos de demostración"), default=False, editable=False
    )

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-start"]
        verbose_name = _("plan")
        verbose_name_plural = _("planes")
        constraints = [
            in_order(
                "start",
                "end",
                name="plan_in_order",
                message=_("El plan no puede terminar antes de empezar."),
            ),
            models.CheckConstraint(
                condition=models.Q(red_below__lt=models.F("green_from")),
                name="plan_thresholds_in_order",
                violation_error_message=_("El umbral rojo debe ser menor que el verde."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Its dates hold all of its semesters."""
        outside = [] if self.pk is None else [s for s in self.semesters.all() if not self.holds(s)]
        if self.start and self.end and outside:
            codes = ", ".join(semester.code for semester in outside)
            sentence = _("Quedarían fuera los semestres %(codes)s.") % {"codes": codes}
            before = any(semester.start < self.start for semester in outside)
            raise ValidationError({"start" if before else "end": sentence})

    def holds(self, semester: "Semester") -> bool:
        return self.start <= semester.start and semester.end <= self.end

    def natural_key(self):
        return (self.code,)

    def get_absolute_url(self):
        return reverse("plan:overview", args=[self.code])

    @property
    def years(self) -> range:
        return range(self.start.year, self.end.year + 1)


class SemesterQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, year: int, half: int) -> "Semester":
        return self.get(plan__code=plan, year=year, half=half)


class Semester(models.Model):
    """One of the plan's half-years; its code reads `2025-1`."""

    class Half(models.IntegerChoices):
        FIRST = 1, _("primer semestre")
        SECOND = 2, _("segundo semestre")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="semesters", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("año"), help_text=_("Un año del plan."))
    half = models.PositiveSmallIntegerField(
        _("semestre"), choices=Half, help_text=_("1: enero a junio. 2: julio a diciembre.")
    )

    objects = SemesterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["year", "half"]
        verbose_name = _("semestre")
        verbose_name_plural = _("semestres")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "half"],
                name="plan_one_row_per_semester",
                violation_error_message=_("El plan ya tiene este semestre."),
            ),
            models.CheckConstraint(condition=models.Q(half__in=[1, 2]), name="plan_semester_half"),
        ]

    def __str__(self):
        return self.code

    def clean(self):
        plan = getattr(self, "plan", None)
        is_known = plan and plan.start and plan.end and self.half in self.Half.values
        if is_known and self.year and not plan.holds(self):
            sentence = _("El semestre %(code)s está fuera de las fechas del plan.")
            raise ValidationError({"year": sentence % {"code": self.code}})

    def natural_key(self):
        return (*self.plan.natural_key(), self.year, self.half)

    natural_key.dependencies = ["plan.plan"]

    @property
    def code(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def start(self) -> datetime.date:
        return datetime.date(self.year, 1 if self.half == self.Half.FIRST else 7, 1)

    @property
    def end(self) -> datetime.date:
        if self.half == self.Half.FIRST:
            return datetime.date(self.year, 6, 30)
        return datetime.date(self.year, 12, 31)

    @property
    def label(self) -> str:
        return _("%(half)s de %(year)s") % {"half": self.get_half_display(), "year": self.year}
