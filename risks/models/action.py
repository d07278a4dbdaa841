"""What is done about a risk that no activity of the plan mitigates, or only in part."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder
from risks.models.matrix import Risk


class MitigationActionQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, risk: str, order: int) -> "MitigationAction":
        return self.get(risk__plan__code=plan, risk__code=risk, order=order)


class MitigationAction(models.Model):
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="actions", verbose_name=_("riesgo"))
    order = models.PositiveSmallIntegerField(
        _("número"), help_text=_("Su código es el del riesgo y este número.")
    )
    statement = models.TextField(_("acción"), help_text=_("Qué se hará, en una o dos frases."))
    owner = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="mitigation_actions",
        verbose_name=_("a cargo de"),
    )
    due_on = models.DateField(_("para el"))
    done_on = models.DateField(
        _("hecha el"), null=True, blank=True, help_text=_("Vacío mientras no esté hecha.")
    )
    result = models.TextField(_("qué se logró"), blank=True)

    objects = MitigationActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["risk__order", "order"]
        verbose_name = _("acción de mitigación")
        verbose_name_plural = _("acciones de mitigación")
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "order"],
                name="risks_action_order",
                violation_error_message=_("El riesgo ya tiene una acción con este número."),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.statement}"

    def natural_key(self):
        return (*self.risk.natural_key(), self.order)

    natural_key.dependencies = ["risks.risk", "accounts.stakeholder"]

    @property
    def code(self) -> str:
        return f"{self.risk.code}.{self.order}"

    def get_absolute_url(self):
        return f"{self.risk.get_absolute_url()}#{self.code}"

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def days_overdue(self) -> int:
        if self.is_done:
            return 0
        return max((timezone.localdate() - self.due_on).days, 0)

    @property
    def is_overdue(self) -> bool:
        return self.days_overdue > 0
