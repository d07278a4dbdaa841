import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.models import (
    ProgressEntry,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    MembershipFactory,
    PeriodFactory,
    PlanEditionFactory,
    PlanFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["per_page=-1", "page=0", "page=x", "page=99", "sort=lost", f"semester={'9' * 30}"]
)
def test_an_impossible_query_shows_the_list(query, secretariat, enter):
    ReportFactory()

    response = enter(secretariat).get(f"{reverse('monitoring:report_list')}?{query}")

    assert response.content.decode().count("<progress") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_reports(
    count, secretariat, enter, django_assert_num_queries
):
    for _ in range(count):
        EntryFactory()
    client = enter(secretariat)

    with django_assert_num_queries(9):
        response = client.get(reverse("monitoring:report_list"))

    assert response.content.decode().count("<progress") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_for_any_number_of_activities(
    count, enter, django_assert_num_queries
):
    report = ReportFactory()
    for number in range(count):
        EntryFactory(report=report, activity__code=f"1.{number}")
    client = enter(MembershipFactory(stakeholder=report.stakeholder))

    with django_assert_num_queries(13):
        response = client.get(report.get_absolute_url())

    assert response.content.decode().count("✓ en proceso") == count


def test_the_list_filters_by_state_and_ignores_what_it_cannot_read(secretariat, enter):
    ReportFactory()
    submitted = ReportFactory(submitted=True)
    client = enter(secretariat)

    def listed(query):
        table = client.get(reverse("monitoring:report_list"), query).context["table"]
        return [report.pk for report in table.data.data]

    assert listed({"state": "submitted"}) == [submitted.pk]
    assert len(listed({"state": "lost", "semester": "x"})) == 2


def test_an_empty_submit_says_what_is_missing(entry, focal_point, enter):
    response = enter(focal_point).post(
        reverse("monitoring:report_submit", args=[entry.report_id]), {"key": str(uuid.uuid4())}
    )

    assert response.status_code == 422
    assert "Falta reportar 1 actividad" in response.content.decode()


def test_a_denied_return_keeps_the_page_and_says_it_beside_the_message(secretariat, enter):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).post(
        reverse("monitoring:report_return", args=[report.pk]), {"key": str(uuid.uuid4())}
    )

    assert response.context["form"].errors["comment"] == [
        "Para devolver un informe, escriba qué falta o deje un comentario sin resolver."
    ]


@pytest.mark.parametrize("key", ["", "x"])
def test_a_button_without_its_key_does_nothing(secretariat, enter, key):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).post(
        reverse("monitoring:report_validate", args=[report.pk]), {"key": key}
    )

    assert response.status_code == 422
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_reading_changes_no_state(secretariat, enter):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).get(reverse("monitoring:report_validate", args=[report.pk]))

    assert response.url == report.get_absolute_url()
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_no_activity_is_said_in_one_step(entry, focal_point, enter):
    page = reverse("monitoring:no_activity", args=[entry.report_id])

    response = enter(focal_point).post(page, {"activities": ["2.3"]}, follow=True)

    assert "sin actividad" in response.content.decode()
    assert ProgressEntry.objects.get().no_activity is True


@pytest.mark.parametrize(
    ("activities", "sentence"),
    [([], "Marque al menos una actividad."), (["9.9"], "La actividad 9.9 ya tiene algo escrito")],
)
def test_no_activity_of_nothing_or_of_a_stranger_is_refused(
    entry, focal_point, enter, activities, sentence
):
    page = reverse("monitoring:no_activity", args=[entry.report_id])

    response = enter(focal_point).post(page, {"activities": activities})

    assert sentence in response.context["form"].errors["activities"][0]


def opening(client, **typed):
    """Both steps: what is shown first is what is then done."""
    shown = client.post(reverse("monitoring:period_list"), typed).context["shown"]
    confirmed = {**typed, "shown": shown, "step": "open"}
    return client.post(reverse("monitoring:period_list"), confirmed, follow=True)


def test_the_secretariat_opens_a_semester_from_its_page(secretariat, enter):
    country = StakeholderFactory()
    ActivityFactory(responsible=[country])
    semester = SemesterFactory()

    response = opening(
        enter(secretariat),
        semester=semester.pk,
        opens_on="2025-07-01",
        due_on="2025-08-31",
        closes_on="2025-09-30",
    )

    assert "está abierto" in response.content.decode()
    assert ReportingPeriod.objects.get().reports.count() == 2


def test_a_period_with_its_dates_crossed_is_refused_beside_them(secretariat, enter):
    response = enter(secretariat).post(
        reverse("monitoring:period_list"),
        {
            "semester": SemesterFactory().pk,
            "opens_on": "2025-09-01",
            "due_on": "2025-08-31",
            "closes_on": "2025-07-30",
        },
    )

    assert set(response.context["form"].errors) == {"due_on", "closes_on"}


def test_nobody_else_opens_a_semester(focal_point, enter):
    assert enter(focal_point).get(reverse("monitoring:period_list")).status_code == 403


def test_a_second_report_is_refused_beside_the_semester(entry, focal_point, enter):
    ActivityFactory(responsible=[focal_point.stakeholder])
    period = entry.report.period

    response = enter(focal_point).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert "ya tiene un informe de 2025-1" in response.context["form"].errors["period"][0]


def test_who_may_report_but_need_not_starts_a_report(enter):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    ActivityFactory(responsible=[observer.stakeholder])
    period = PeriodFactory()

    enter(observer).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert ProgressReport.objects.get().stakeholder == observer.stakeholder


def test_a_closed_semester_starts_no_report(enter):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    ActivityFactory(responsible=[observer.stakeholder])
    past = timezone.localdate() - datetime.timedelta(days=10)
    period = PeriodFactory(opens_on=past, due_on=past, closes_on=past)

    response = enter(observer).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert response.context["form"].errors["period"] == ["Este semestre no está abierto."]


def test_home_shows_each_what_waits_for_them(entry, focal_point, secretariat, enter):
    sent = ReportFactory(submitted=True, period=entry.report.period)
    PlanEditionFactory()

    own = enter(focal_point).get("/").context
    desk = enter(secretariat).get("/").context

    assert ([*own["to_write"]], own["to_review"]) == ([entry.report], [])
    assert ([*desk["to_write"]], desk["to_review"]) == ([], [sent])


def test_anyone_is_welcomed(client):
    assert "sin cuenta" in client.get("/").content.decode()


def test_where_there_are_two_plans_every_list_says_of_which_each_row_is(secretariat, enter):
    ReportFactory()
    browser = enter(secretariat)
    pages = [reverse("monitoring:report_list"), reverse("monitoring:period_list")]
    assert not any("Plan de prueba" in browser.get(page).content.decode() for page in pages)
    other = PlanFactory(code="poa-2025", title="POA 2025", start="2025-01-01", end="2025-12-31")
    ReportFactory(period__semester=SemesterFactory(plan=other))

    for page in pages:
        shown = browser.get(page).content.decode()
        assert "POA 2025" in shown
        assert "Plan de prueba" in shown


def test_a_semester_of_any_plan_can_be_opened(secretariat, enter):
    SemesterFactory()
    other = PlanFactory(code="poa-2025", title="POA 2025", start="2025-01-01", end="2025-12-31")
    semester = SemesterFactory(plan=other)
    browser = enter(secretariat)

    page = browser.get(reverse("monitoring:period_list")).content.decode()
    opening(
        browser,
        semester=semester.pk,
        opens_on="2025-07-01",
        due_on="2025-08-01",
        closes_on="2025-09-01",
    )

    assert "2025-1 · POA 2025" in page
    assert ReportingPeriod.objects.get().semester == semester
