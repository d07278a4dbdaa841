"""Opening a semester in two steps, and the page on which its dates are moved."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from monitoring.models import DateChange, Extension, Notice, Occasion, ReportingPeriod
from plan.models import PlanEdition
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    PlanEditionFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

LIST = "/seguimiento/semestres/"


def day(number: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=number)).isoformat()


def typed(semester, **instead):
    dates = {"opens_on": day(0), "due_on": day(45), "closes_on": day(90)}
    return {"semester": semester.pk, **dates, **instead}


def confirm(client, semester, **instead):
    """What the second button sends: what was typed, and the digest that the page showed."""
    shown = client.post(LIST, typed(semester)).context["shown"]
    return client.post(LIST, {**typed(semester), "shown": shown, "step": "open", **instead})


@pytest.fixture
def semester():
    SemesterFactory(year=2024, half=2)
    return SemesterFactory()


def test_the_first_answer_shows_what_will_happen_and_does_nothing(semester, secretariat, enter):
    country = MembershipFactory(stakeholder=StakeholderFactory(name="Honduras")).stakeholder
    alone = StakeholderFactory(name="Belice")
    ActivityFactory(plan=semester.plan, responsible=[country, alone])
    ActivityFactory(plan=semester.plan, responsible=[country])

    response = enter(secretariat).post(LIST, typed(semester))

    shown = response.content.decode()
    assert response.status_code == 200
    assert response.context["drafts"] == [
        ("Coordinación regional (Presidencia y Secretaría Técnica)", 0),
        ("Honduras", 2),
        ("Belice", 1),
    ]
    for said in (
        "Todavía no se ha hecho nada.",
        "Se crean 3 borradores:",
        "como edición nueva",
        "Se avisa por correo a 2 personas",
        "Nadie recibe el aviso por:</strong> Belice",
    ):
        assert said in shown
    assert (ReportingPeriod.objects.count(), Notice.objects.count()) == (0, 0)


def test_the_second_answer_opens_it_and_tells_everybody(
    semester, secretariat, enter, django_capture_on_commit_callbacks
):
    member = MembershipFactory()
    ActivityFactory(plan=semester.plan, responsible=[member.stakeholder])
    client = enter(secretariat)

    with django_capture_on_commit_callbacks(execute=True):
        response = confirm(client, semester)

    period = ReportingPeriod.objects.get()
    assert response.url == period.get_absolute_url()
    assert (period.semester, period.reports.count()) == (semester, 2)
    assert "Se escribieron 2 avisos por correo." in client.get(response.url).content.decode()
    assert {one.to[0] for one in mail.outbox} == {member.user.email, secretariat.user.email}
    assert {one.occasion for one in Notice.objects.all()} == {Occasion.OPENED}


def test_a_server_that_does_not_answer_keeps_nobody_from_opening(
    semester, secretariat, enter, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.monitoring.test_notices.Unreachable"

    with django_capture_on_commit_callbacks(execute=True):
        assert confirm(enter(secretariat), semester).status_code == 302

    assert "nadie responde" in Notice.objects.get().fault


def test_an_edition_that_changed_in_between_is_shown_again(semester, secretariat, enter):
    activity = ActivityFactory(plan=semester.plan)
    client = enter(secretariat)
    shown = client.post(LIST, typed(semester)).context["shown"]
    activity.statement = "Otra cosa."
    activity.save()

    response = client.post(LIST, {**typed(semester), "shown": shown, "step": "open"})

    assert response.status_code == 409
    assert "Alguien cambió el plan entretanto" in response.content.decode()
    assert not ReportingPeriod.objects.exists()
    again = {**typed(semester), "shown": response.context["shown"], "step": "open"}
    assert client.post(LIST, again).status_code == 302
    assert "Otra cosa." in str(PlanEdition.objects.get().content)


@pytest.mark.parametrize("step", ["open", "lost", ""])
def test_nothing_is_opened_unseen(semester, secretariat, enter, step):
    response = enter(secretariat).post(LIST, {**typed(semester), "step": step})

    assert "¿Abrir el primer semestre de 2025?" in response.content.decode()
    assert not ReportingPeriod.objects.exists()


def test_who_goes_back_to_the_dates_finds_them_as_typed(semester, secretariat, enter):
    response = enter(secretariat).post(LIST, {**typed(semester, due_on=day(50)), "step": "edit"})

    assert response.status_code == 200
    assert f'value="{day(50)}"' in response.content.decode()
    assert not response.context["form"].errors


def test_the_same_semester_is_opened_once(semester, secretariat, enter):
    client = enter(secretariat)
    shown = client.post(LIST, typed(semester)).context["shown"]
    confirm(client, semester)

    again = client.post(LIST, {**typed(semester), "shown": shown, "step": "open"})

    assert again.status_code == 422
    assert ReportingPeriod.objects.count() == 1


def test_a_demonstration_says_that_no_mail_goes_out(
    secretariat, enter, django_capture_on_commit_callbacks
):
    semester = SemesterFactory(plan__is_demonstration=True)
    client = enter(secretariat)
    assert "no se envía ningún correo" in client.post(LIST, typed(semester)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        response = confirm(client, semester)

    assert "no se envía ningún correo" in client.get(response.url).content.decode()
    assert (Notice.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("kind", "status"), [("presidency", 200), ("evaluator", 200), ("observer", 403)]
)
def test_who_reads_the_region_reads_the_semesters_and_opens_none(semester, enter, kind, status):
    period = PeriodFactory(semester=semester)
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))

    pages = [LIST, period.get_absolute_url()]
    assert [client.get(page).status_code for page in pages] == [status, status]
    assert '<form method="post" class="narrow"' not in client.get(LIST).content.decode()
    writes = [LIST, f"{pages[1]}fechas/", f"{pages[1]}prorroga/"]
    assert [client.post(page).status_code for page in writes] == [403] * 3


def test_the_list_says_how_each_semester_stands(secretariat, enter):
    PeriodFactory(opens_on=day(-9), due_on=day(-2), closes_on=day(-1))
    PeriodFactory(semester=SemesterFactory(half=2))

    shown = enter(secretariat).get(LIST).content.decode()

    assert '<span class="tag closed">cerrado</span>' in shown
    assert '<span class="tag open">abierto</span>' in shown
    assert "/seguimiento/semestres/tim-2024-2028/2025-2/" in shown


# One semester


def test_a_semester_shows_its_dates_its_reports_and_what_was_moved(secretariat, enter):
    period = PeriodFactory()
    report = ReportFactory(period=period, stakeholder__name="Honduras")
    ExtensionFactory(report=report, reason="Cambio de gobierno.")
    client = enter(secretariat)
    client.post(
        reverse("monitoring:period_dates", args=[period.semester.plan.code, "2025-1"]),
        {"fechas-due_on": day(31), "fechas-closes_on": day(61), "fechas-reason": "Feriados."},
    )

    shown = client.get(period.get_absolute_url()).content.decode()

    for said in ("Feriados.", "Cambio de gobierno.", "Prórroga para Honduras", "con prórroga"):
        assert said in shown
    assert shown.index("Feriados.") < shown.index("Cambio de gobierno.")
    assert reverse("monitoring:notice_list") + f"?semester={period.pk}" in shown


def test_a_closed_semester_is_reopened_with_its_reason(secretariat, enter):
    period = PeriodFactory(opens_on=day(-90), due_on=day(-30), closes_on=day(-10))
    client = enter(secretariat)
    page = f"{period.get_absolute_url()}fechas/"

    assert "Reabrir el semestre" in client.get(period.get_absolute_url()).content.decode()
    response = client.post(
        page,
        {"fechas-due_on": day(5), "fechas-closes_on": day(9), "fechas-reason": "Faltan países."},
        follow=True,
    )

    assert "El semestre está abierto otra vez" in response.content.decode()
    assert DateChange.objects.get().reopens is True


def test_what_is_refused_stays_typed_beside_its_reason(secretariat, enter):
    period = PeriodFactory()
    report = ReportFactory(period=period)
    client = enter(secretariat)
    page = period.get_absolute_url()

    dates = client.post(
        f"{page}fechas/",
        {"fechas-due_on": day(40), "fechas-closes_on": day(39), "fechas-reason": "Por esto."},
    )
    extension = client.post(
        f"{page}prorroga/",
        {
            "prorroga-report": report.pk,
            "prorroga-due_on": day(1),
            "prorroga-reason": "Por lo otro.",
        },
    )

    assert [dates.status_code, extension.status_code] == [422, 422]
    assert list(dates.context["dates_form"].errors) == ["closes_on"]
    assert list(extension.context["extend_form"].errors) == ["due_on"]
    assert "Por esto." in dates.content.decode()
    assert "Por lo otro." in extension.content.decode()
    assert [DateChange.objects.count(), Extension.objects.count()] == [0, 0]


@pytest.mark.parametrize("part", ["fechas", "prorroga"])
def test_no_date_moves_without_a_reason(secretariat, enter, part):
    period = PeriodFactory()
    report = ReportFactory(period=period)

    response = enter(secretariat).post(
        f"{period.get_absolute_url()}{part}/",
        {
            f"{part}-report": report.pk,
            f"{part}-due_on": day(40),
            f"{part}-closes_on": day(70),
            f"{part}-reason": " ",
        },
    )

    assert response.status_code == 422
    assert [DateChange.objects.count(), Extension.objects.count()] == [0, 0]


def test_an_extension_is_given_and_read_wherever_the_report_is_listed(secretariat, enter):
    period = PeriodFactory()
    report = EntryFactory(report__period=period).report
    own = MembershipFactory(stakeholder=report.stakeholder)
    given = timezone.localdate() + datetime.timedelta(days=50)

    response = enter(secretariat).post(
        f"{period.get_absolute_url()}prorroga/",
        {
            "prorroga-report": report.pk,
            "prorroga-due_on": given.isoformat(),
            "prorroga-reason": "Cambio.",
        },
        follow=True,
    )

    assert f"tiene plazo hasta el {given:%d/%m/%Y}" in response.content.decode()
    listed = enter(own).get(reverse("monitoring:report_list")).content.decode()
    assert f"{given:%d/%m/%Y}" in listed
    assert f"{period.due_on:%d/%m/%Y}" not in listed


def test_a_report_of_another_semester_gets_no_extension_here(secretariat, enter):
    period = PeriodFactory()
    other = ReportFactory(period__semester=SemesterFactory(half=2))

    response = enter(secretariat).post(
        f"{period.get_absolute_url()}prorroga/",
        {"prorroga-report": other.pk, "prorroga-due_on": day(50), "prorroga-reason": "x"},
    )

    assert list(response.context["extend_form"].errors) == ["report"]
    assert not Extension.objects.exists()


def test_the_list_of_reports_says_how_late_each_is(secretariat, enter):
    period = PeriodFactory(opens_on=day(-60), due_on=day(-10), closes_on=day(30))
    late = ReportFactory(period=period)
    ExtensionFactory(report=late, due_on=timezone.localdate() - datetime.timedelta(days=1))
    ReportFactory(period=period, submitted=True)

    shown = enter(secretariat).get(reverse("monitoring:report_list")).content.decode()

    assert shown.count("de retraso") == 1
    assert "1 día de retraso" in shown


@pytest.mark.parametrize("address", ["tim-2024-2028/2031-1/", "otro/2025-1/", "tim-2024-2028/x/"])
def test_a_semester_that_is_not_open_is_not_found(secretariat, enter, address):
    PeriodFactory()

    assert enter(secretariat).get(f"{LIST}{address}").status_code == 404


@pytest.mark.parametrize("page", ["list", "detail", "opening"])
def test_every_page_costs_the_same_for_one_and_for_three(secretariat, enter, page):
    period, semester = PeriodFactory(), SemesterFactory(half=2)
    PlanEditionFactory(plan=semester.plan)
    client = enter(secretariat)

    def cost() -> int:
        report = EntryFactory(report__period=period).report
        ExtensionFactory(report=report)
        MembershipFactory(stakeholder=report.stakeholder)
        ActivityFactory(plan=semester.plan, responsible=[report.stakeholder])
        with asked() as statements:
            if page == "opening":
                client.post(LIST, typed(semester))
            else:
                client.get(LIST if page == "list" else period.get_absolute_url())
        return len(statements)

    costs = [cost() for _ in range(3)]
    assert costs[0] == costs[2]
    if page != "opening":
        assert costs[0] <= MOST
