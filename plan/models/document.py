"""What surrounds the tables of the plan: enfoques rectores (p. 8) and glosario (p. 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plan.models.plan import Plan
from plan.models.retirement import Retirable, RetirableQuerySet


class ByPlanAndOrder(models.QuerySet):
    def get_by_natural_key(self, plan: str, order: int):
        return self.get(plan__code=plan, order=order)


class GuidingApproachQuerySet(ByPlanAndOrder, RetirableQuerySet):
    pass


class GuidingApproach(Retirable):
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="approaches", verbose_name=_("plan")
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar en que el documento lo imprime.")
    )
    name = models.CharField(_("nombre"), max_length=200, help_text=_("Como lo imprime el plan."))
    text = models.TextField(
        _("texto"), help_text=_("Como lo imprime el plan. Un párrafo por línea en blanco.")
    )

    objects = GuidingApproachQuerySet.as_manager()
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
    order = models.PositiveSmallIntegerField(
        _("orden"), help_text=_("El lugar en que el documento lo imprime.")
    )
    term = models.CharField(_("término"), max_length=200, help_text=_("Como lo imprime el plan."))
    definition = models.TextField(_("definición"), help_text=_("Un párrafo por línea en blanco."))
    variants = models.TextField(
        _("otras formas de nombrarlo"),
        blank=True,
        help_text=_("Una por línea; donde el plan las escribe se abre esta definición."),
    )

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
