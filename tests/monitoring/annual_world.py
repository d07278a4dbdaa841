"""A small plan with two countries and the coordination, for the tests of the annual report."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from corett.accounts.models import Membership, Stakeholder
from monitoring.models import Priority, ProgressEntry, Record
from monitoring.reading import read_year
from monitoring.reporting import year_data
from plan.models import Activity, Plan, TargetState
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    EvidenceFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    PlanFactory,
    PriorityFactory,
    RecordFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)


@dataclass
class World:
    plan: Plan
    countries: dict[str, Stakeholder]
    secretariat: Membership
    presidency: Membership
    reports: dict = field(default_factory=dict)

    def activity(self, code: str = "1.1", **values) -> Activity:
        return ActivityFactory(plan=self.plan, code=code, **values)

    def report(self, who: str, semester: str = "2025-1", **state):
        """The stakeholder's report of the semester, validated unless told otherwise."""
        if (who, semester) not in self.reports:
            year, half = semester.split("-")
            period = PeriodFactory(
                semester=SemesterFactory(plan=self.plan, year=int(year), half=int(half))
            )
            self.reports[who, semester] = ReportFactory(
                period=period, stakeholder=self.party(who), **(state or {"validated": True})
            )
        return self.reports[who, semester]

    def party(self, who: str) -> Stakeholder:
        others = [self.secretariat.stakeholder, self.presidency.stakeholder]
        return {**self.countries, **{one.code: one for one in others}}[who]

    def entry(self, who: str, activity: Activity, semester: str = "2025-1", **values):
        entry = ProgressEntry.objects.filter(
            report=self.report(who, semester), activity=activity
        ).first()
        return entry or EntryFactory(report=self.report(who, semester), activity=activity, **values)

    def record(self, who: str, activity: Activity, semester: str = "2025-1", **values) -> Record:
        entry = self.entry(who, activity, semester)
        values.setdefault("ended_on", entry.report.period.semester.start)
        return RecordFactory(entry=entry, **values)

    def goal(self, measure, value, who: str | None = None, year: int | None = 2025):
        return TargetFactory(
            measure=measure,
            value=value,
            year=year,
            stakeholder=self.countries[who] if who else None,
            state=TargetState.CONFIRMED,
        )


def make_world() -> World:
    plan = PlanFactory()
    for year, half in [(2024, 2), (2025, 1), (2025, 2), (2026, 1)]:
        SemesterFactory(plan=plan, year=year, half=half)
    return World(
        plan=plan,
        presidency=MembershipFactory(stakeholder=StakeholderFactory(presidency=True)),
        secretariat=MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)),
        countries={
            "HN": StakeholderFactory(code="HN", name="Honduras", order=20),
            "GT": StakeholderFactory(code="GT", name="Guatemala", order=21),
        },
    )


def make_reported_world() -> World:
    """With one activity and its measure, of which Honduras told three actions."""
    world = make_world()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    return world


AFTER_THE_YEAR = datetime.date(2026, 2, 1)
WITHIN_THE_YEAR = datetime.date(2025, 8, 1)


def read(world, year=2025, as_of=AFTER_THE_YEAR) -> dict:
    return year_data(read_year(world.plan, year, as_of=as_of))


def only_activity(data: dict) -> dict:
    [axis] = data["axes"]
    [objective] = axis["objectives"]
    [activity] = objective["activities"]
    return activity


def only_measure(data: dict) -> dict:
    [measure] = only_activity(data)["measures"]
    return measure


def numbers(measure: dict) -> dict:
    """By who informs: each semester and the year."""
    rows = {**{row["code"]: row for row in measure["rows"]}, "region": measure["region"]}
    return {
        code: [value["number"] for value in [*row["semesters"], row["year"]]]
        for code, row in rows.items()
    }


def states(measure: dict) -> dict:
    rows = {**{row["code"]: row for row in measure["rows"]}, "region": measure["region"]}
    return {code: row["state"]["value"] for code, row in rows.items()}


def met(world, who, activity, quantity=1, semester="2025-1", **values):
    """A row, shown with evidence of its own."""
    record = world.record(who, activity, semester, quantity=quantity, **values)
    EvidenceFactory(accepted=True, entry=record.entry, record=record)
    return record


def decide(world, *, is_endorsed=True, code="1.1") -> Priority:
    """For the year that follows, with the visto bueno unless told otherwise."""
    activity = world.plan.activities.get(code=code)
    priority = PriorityFactory(activity=activity, year=2026, reason="Faltan países por informar.")
    priority.semesters.set(world.plan.semesters.filter(year=2026))
    if is_endorsed:
        priority.endorsed_at, priority.endorsed_by = timezone.now(), priority.decided_by
        priority.save()
    return priority
