"""The risk matrix as Anexo 1 prints it, with the activities that answer each risk."""

from dataclasses import dataclass

from django.db.models import Prefetch, TextChoices
from django.utils.translation import gettext_lazy as _

from plan.models import Activity, Plan
from risks.models import Mitigation, Risk, RiskType


class Coverage(TextChoices):
    """How far the plan's own activities mitigate a risk."""

    WHOLE = "whole", _("cubierto por el plan")
    PARTLY = "partly", _("cubierto en parte")
    NONE = "none", _("sin actividad en el plan")


@dataclass(frozen=True)
class RiskLine:
    risk: Risk
    mitigations: list[Mitigation]

    @property
    def coverage(self) -> Coverage:
        if not self.mitigations:
            return Coverage.NONE
        if all(mitigation.is_partial for mitigation in self.mitigations):
            return Coverage.PARTLY
        return Coverage.WHOLE


@dataclass(frozen=True)
class RiskGroup:
    type: RiskType
    lines: list[RiskLine]


def matrix(plan: Plan) -> list[RiskGroup]:
    mitigations = Mitigation.objects.select_related("activity__plan")
    risks = Risk.objects.prefetch_related(Prefetch("mitigations", mitigations))
    types = plan.risk_types.prefetch_related(Prefetch("risks", risks))
    return [
        RiskGroup(
            risk_type,
            [RiskLine(risk, list(risk.mitigations.all())) for risk in risk_type.risks.all()],
        )
        for risk_type in types
    ]


def mitigated_by(activity: Activity) -> list[Mitigation]:
    return list(activity.mitigations.select_related("risk"))
