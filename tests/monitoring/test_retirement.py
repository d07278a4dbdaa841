"""What is retired is asked no more, and what was said of it before stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from monitoring.reading import read_year
from monitoring.reports import create_draft
from plan.models import Activity, GuidingApproach
from risks.models import Risk
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    MeasureFactory,
    PeriodFactory,
    ReportFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

MIDDLE = datetime.date(2025, 3, 15)


def asked_of(country, year: int, half: int) -> list[str]:
    period = PeriodFactory(semester=SemesterFactory(year=year, half=half))
    report = create_draft(period, country)
    return [entry.activity.code for entry in report.entries.in_plan_order()]


def test_an_activity_is_asked_until_the_semester_in_which_it_was_retired():
    country = StakeholderFactory()
    ActivityFactory(code="1.1", responsible=[country], retired_on=MIDDLE)
    ActivityFactory(code="1.2", responsible=[country])

    assert asked_of(country, 2025, 1) == ["1.1", "1.2"]
    assert asked_of(country, 2025, 2) == ["1.2"]


def test_a_measure_is_asked_until_the_semester_in_which_it_was_retired():
    activity = ActivityFactory()
    MeasureFactory(activity=activity, name="La que se retira", retired_on=MIDDLE)
    MeasureFactory(activity=activity, name="La que queda")

    def names(half: int) -> list[str]:
        entry = EntryFactory(activity=activity, report__period__semester=SemesterFactory(half=half))
        return [measure.name for measure in entry.measures()]

    assert names(1) == ["La que se retira", "La que queda"]
    assert names(2) == ["La que queda"]


def test_what_a_report_may_choose_is_in_force_in_its_semester():
    activity = ActivityFactory()
    RiskFactory(plan=activity.plan, code="R1", retired_on=MIDDLE)
    RiskFactory(plan=activity.plan, code="R2")
    GuidingApproach.objects.create(plan=activity.plan, order=1, name="Uno", retired_on=MIDDLE)

    def choosable(half: int, model) -> list[str]:
        report = ReportFactory(period__semester=SemesterFactory(half=half))
        return [str(getattr(one, "code", one)) for one in report.choosable(model)]

    assert (choosable(1, Risk), choosable(2, Risk)) == (["R1", "R2"], ["R2"])
    assert (choosable(1, GuidingApproach), choosable(2, GuidingApproach)) == (["Uno"], [])


def test_the_annual_report_of_its_last_year_still_tells_it_and_the_next_one_does_not():
    kept, retired = ActivityFactory(code="1.2"), ActivityFactory(code="1.1", retired_on=MIDDLE)
    MeasureFactory(activity=kept, retired_on=MIDDLE)
    RiskFactory(plan=kept.plan, retired_on=MIDDLE)

    def told(year: int) -> tuple[set[str], int, int]:
        reading = read_year(kept.plan, year)
        measures = [m for a in reading.activities for m in a.indicator.measures.all()]
        return {a.code for a in reading.activities}, len(measures), len(reading.risks)

    assert told(2025) == ({kept.code, retired.code}, 1, 1)
    assert told(2026) == ({kept.code}, 0, 0)


def test_nothing_is_retired_backwards():
    activity = ActivityFactory()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)

    activity.retired_on = yesterday
    with pytest.raises(ValidationError, match="no se retira hacia atrás"):
        activity.full_clean()
    activity.retired_on = timezone.localdate()
    activity.full_clean()

    Activity.objects.filter(pk=activity.pk).update(retired_on=yesterday)
    activity.refresh_from_db()
    activity.full_clean()
    assert activity.is_retired

    activity.retired_on = None
    with pytest.raises(ValidationError, match="no vuelve"):
        activity.full_clean()
