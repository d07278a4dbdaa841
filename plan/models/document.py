"""What surrounds the tables of the plan: enfoques rectores (p. 8) and glosario (p. 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plan.models.plan import Plan


class ByPlanAndOrder(models.QuerySet):
    def get_by_natural_key(self, plan: str, order: int):
        return self.get(plan__code=plan, order=order)


class GuidingApproach(models.Model):
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="approaches", verbose_name=_("plan")
    )
    order = models.PositiveSmallIntegerField(_("orden"))
    name = models.CharField(_("nombre"), max_length=200)
    text = models.TextField(_("texto"))

    objects = ByPlanAndOrder.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        verbose_name = _("enfoque rector")
        verbose_name_plural = _("enfoques rectores")
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_approach_order")
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (*self.plan.natural_key(), self.order)

    natural_key.dependencies = ["plan.plan"]


class GlossaryTerm(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="glossary", verbose_name=_("plan"))
    order = models.PositiveSmallIntegerField(_("orden"))
    term = models.CharField(_("término"), max_length=200)
    definition = models.TextField(_("definición"), help_text=_("Un párrafo por línea en blanco."))

    objects = ByPlanAndOrder.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        verbose_name = _("término del glosario")
        verbose_name_plural = _("glosario")
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_glossary_order")
        ]

    def __str__(self):
        return self.term

    def natural_key(self):
        return (*self.plan.natural_key(), self.order)

    natural_key.dependencies = ["plan.plan"]
