"""Invented cronograma cells and metas, each of which says that it is invented."""

from decimal import Decimal

from corett.accounts.models import Stakeholder
from plan.models import (
    Activity,
    Measure,
    Plan,
    ScheduleCell,
    Target,
    TargetSource,
    TargetState,
)

NOTE = "DEMOSTRACIÓN: meta inventada"
CELLS = {
    "1.1": ["2025-1", "2025-2", "2026-1", "2026-2"],
    "1.2": ["2025-2", "2026-2"],
    "2.3": ["2024-2", "2025-1", "2025-2", "2026-1", "2026-2"],
    "5.1": ["2024-2", "2025-1", "2025-2", "2026-1"],
    "6.2": ["2025-2", "2026-2", "2027-2", "2028-2"],
    "10.1": ["2026-1", "2026-2"],
    "12.1": ["2025-2", "2026-1"],
}
CONFIRMED = ["2.1", "3.2", "3.3", "5.1", "6.2", "8.1", "10.2", "11.2"]
YEARLY_PER_COUNTRY = {"1.1.a": 2, "2.3.a": 1, "2.3.b": 40, "4.2.c": 60}
WHOLE_REGION = {"11.1.a": 500_000, "1.1.b": 60}


def invent_cells(plan: Plan) -> None:
    semesters = {semester.code: semester for semester in plan.semesters.all()}
    for code, planned in CELLS.items():
        activity = Activity.objects.get_by_natural_key(plan.code, code)
        for semester in planned:
            ScheduleCell.objects.create(activity=activity, semester=semesters[semester])


def confirm_targets(plan: Plan) -> None:
    proposed = Target.objects.filter(
        measure__indicator__activity__plan=plan, measure__indicator__activity__code__in=CONFIRMED
    )
    for target in proposed:
        target.state = TargetState.CONFIRMED
        target.source_note = f"{target.source_note} (DEMOSTRACIÓN: confirmada para mostrar)"
        target.save()


def invent_targets(plan: Plan) -> None:
    for code, value in YEARLY_PER_COUNTRY.items():
        for country in Stakeholder.objects.countries():
            for year in plan.years[1:]:
                invent_target(plan, code, value, stakeholder=country, year=year)
    for code, value in WHOLE_REGION.items():
        invent_target(plan, code, value)


def invent_target(plan: Plan, code: str, value: int, **whose) -> None:
    activity, _, letter = code.rpartition(".")
    Target.objects.create(
        measure=Measure.objects.get_by_natural_key(plan.code, activity, letter),
        value=Decimal(value),
        state=TargetState.CONFIRMED,
        source=TargetSource.OPERATIONAL_PLAN,
        source_note=NOTE,
        **whose,
    )
