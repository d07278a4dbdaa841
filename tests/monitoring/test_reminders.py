"""Who is told what, on which day, in which language, and only once."""

import datetime
import threading
import uuid
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from monitoring.models import Notice, Occasion, ReportAction, ReportEvent
from monitoring.reminders import letters, telling
from monitoring.reminders.occasions import occasion_of
from monitoring.reminders.run import due_today, run
from tests.factories import (
    CommentFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

OPENED = datetime.date(2026, 1, 1)
DUE = datetime.date(2026, 3, 2)
"""Sixty days later: half of the time is on 31 January, the last week begins on 23 February."""


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def period_due_in(days: int, *, opened=-90, **values):
    """Opened so long ago that only its dates count."""
    at = timezone.now() + datetime.timedelta(days=opened)
    return PeriodFactory(
        opens_on=day(opened),
        due_on=day(days),
        closes_on=day(max(days, 60)),
        opened_at=at,
        **values,
    )


def owed(period, *, progress="", **state):
    """A report with one activity and one person who answers for it."""
    entry = EntryFactory(report=ReportFactory(period=period, **state), progress=progress)
    return MembershipFactory(stakeholder=entry.report.stakeholder), entry.report


def occasions() -> list[tuple[str, str]]:
    return [(one.user.email, one.occasion) for one in due_today() if one.occasion != "digest"]


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


# On which day


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2025-12-31", None),
        ("2026-01-01", Occasion.OPENED),
        ("2026-01-30", Occasion.OPENED),
        ("2026-01-31", Occasion.HALF_WAY),
        ("2026-02-22", Occasion.HALF_WAY),
        ("2026-02-23", Occasion.WEEK_BEFORE),
        ("2026-03-01", Occasion.WEEK_BEFORE),
        ("2026-03-02", Occasion.DUE),
        ("2026-03-08", Occasion.DUE),
        ("2026-03-09", Occasion.WEEK_AFTER),
        ("2026-04-08", Occasion.WEEK_AFTER),
        ("2026-04-09", None),
    ],
)
def test_only_the_latest_moment_is_told_until_the_next_or_until_it_is_stale(today, told):
    assert (
        occasion_of(
            (OPENED, Occasion.OPENED),
            opens_on=OPENED,
            due_on=DUE,
            today=datetime.date.fromisoformat(today),
        )
        == told
    )


def test_what_fell_before_the_opening_or_the_return_is_not_told_any_more():
    opened_late = (datetime.date(2026, 2, 25), Occasion.OPENED)
    dates = {"opens_on": OPENED, "due_on": DUE}

    assert occasion_of(opened_late, **dates, today=datetime.date(2026, 2, 26)) == Occasion.OPENED
    assert occasion_of(opened_late, **dates, today=DUE) == Occasion.DUE


def test_a_short_period_is_not_told_of_its_half_between_its_last_days():
    dates = {"opens_on": OPENED, "due_on": OPENED + datetime.timedelta(days=10)}
    told = {
        occasion_of(
            (OPENED, Occasion.OPENED), **dates, today=OPENED + datetime.timedelta(days=passed)
        )
        for passed in range(12)
    }

    assert told == {Occasion.OPENED, Occasion.WEEK_BEFORE, Occasion.DUE}


# To whom


@pytest.mark.parametrize(
    ("due_in", "occasion"),
    [(30, Occasion.HALF_WAY), (7, "week_before"), (0, Occasion.DUE), (-7, Occasion.WEEK_AFTER)],
)
def test_who_owes_is_told_on_its_day(due_in, occasion):
    member, _report = owed(period_due_in(due_in))

    assert occasions() == [(member.user.email, occasion)]


def test_half_of_the_time_is_told_only_where_nothing_was_begun():
    period = period_due_in(30)
    idle, _report = owed(period)
    owed(period, progress="Se hizo.")
    busy, report = owed(period)
    RecordFactory(entry=report.entries.get())

    assert occasions() == [(idle.user.email, Occasion.HALF_WAY)]


@pytest.mark.parametrize("state", ["submitted", "validated"])
def test_who_has_sent_is_told_nothing(state):
    owed(period_due_in(-7), **{state: True})

    assert occasions() == []


def test_the_titular_and_the_alternate_are_told_and_nobody_else():
    member, report = owed(period_due_in(0))
    alternate = MembershipFactory(stakeholder=report.stakeholder, position="alternate")
    MembershipFactory(stakeholder=report.stakeholder, until=day(-1))
    MembershipFactory(stakeholder=report.stakeholder, since=day(1))
    MembershipFactory(stakeholder=report.stakeholder, user__is_active=False)
    MembershipFactory()

    assert occasions() == [
        (member.user.email, Occasion.DUE),
        (alternate.user.email, Occasion.DUE),
    ]


def test_who_serves_two_is_told_of_each_that_owes():
    period = period_due_in(0)
    member, _report = owed(period)
    second, other = owed(period)
    _sent, sent = owed(period, submitted=True)
    for report in (other, sent):
        MembershipFactory(user=member.user, stakeholder=report.stakeholder)

    run()

    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        [member.user.email, member.user.email, second.user.email]
    )


def test_an_extension_moves_the_moments_of_its_report_only():
    period = period_due_in(0)
    member, _report = owed(period)
    given, extended = owed(period)
    ExtensionFactory(report=extended, due_on=day(45))

    assert occasions() == [
        (member.user.email, Occasion.DUE),
        (given.user.email, Occasion.HALF_WAY),
    ]


def test_a_date_that_is_put_off_is_told_again_when_its_turn_comes():
    _member, report = owed(period_due_in(0))
    run()
    ExtensionFactory(report=report, due_on=day(7))

    run()

    assert [one.occasion for one in Notice.objects.order_by("pk")] == ["due", "week_before"]
    assert len(mail.outbox) == 2


def test_a_demonstration_tells_nobody_and_the_command_says_so(secretariat):
    demonstration = period_due_in(
        0, semester__plan__is_demonstration=True, semester__plan__title="Plan inventado"
    )
    owed(demonstration)
    out = StringIO()

    call_command("send_reminders", stdout=out)

    assert out.getvalue().splitlines() == [
        "«Plan inventado» es una demostración: por él no se avisa a nadie.",
        "Salieron 0 avisos.",
    ]
    assert (Notice.objects.count(), mail.outbox) == (0, [])


# Once, and none lost


def test_however_often_it_runs_each_mail_goes_out_once(secretariat):
    owed(period_due_in(0))

    sent = [run().sent.sent for _ in range(3)]

    assert sent == [2, 0, 0]
    assert sorted(one.occasion for one in Notice.objects.all()) == ["digest", "due"]


def test_a_day_without_a_run_loses_no_occasion():
    member, _report = owed(period_due_in(4))

    run()

    assert [(one.to, "quedan 4 días" in one.body) for one in mail.outbox] == [
        ([member.user.email], True)
    ]


def test_a_colleague_who_comes_later_is_told_what_still_holds():
    _member, report = owed(period_due_in(4))
    run()
    newcomer = MembershipFactory(stakeholder=report.stakeholder)

    run()

    assert mail.outbox[-1].to == [newcomer.user.email]
    assert len(mail.outbox) == 2


def test_what_did_not_go_out_in_time_is_not_sent_late(monkeypatch):
    _member, report = owed(period_due_in(0))
    monkeypatch.setattr("monitoring.notices.claim", lambda notice: False)
    run()
    monkeypatch.undo()
    type(report).objects.update(
        state="submitted", submitted_at=timezone.now(), submitted_by=MembershipFactory().user
    )

    run()

    assert mail.outbox == []
    assert Notice.objects.get().fault == "Ya no hacía falta cuando se iba a enviar."


def test_what_failed_is_said_and_goes_out_on_the_next_run(settings):
    owed(period_due_in(0))
    settings.EMAIL_BACKEND = "tests.monitoring.test_notices.Unreachable"
    out, wrong = StringIO(), StringIO()

    call_command("send_reminders", stdout=out, stderr=wrong)

    assert out.getvalue() == "Salieron 0 avisos.\n"
    assert "Quedó 1 aviso sin salir" in wrong.getvalue()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run().sent.sent == 1


def test_a_dry_run_tells_what_would_go_out_and_writes_nothing():
    member, _report = owed(period_due_in(0))
    out = StringIO()

    call_command("send_reminders", dry_run=True, stdout=out)

    first, last = out.getvalue().splitlines()
    assert first.startswith(f"vence hoy: {member.user} <{member.user.email}>: Vence el ")
    assert last == "Saldría 1 aviso."
    assert (Notice.objects.count(), mail.outbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_mail_once():
    period = period_due_in(0)
    people = {owed(period)[0].user.email for _ in range(3)}
    people.add(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user.email)
    start, sent = threading.Barrier(2), []

    def go():
        try:
            start.wait()
            sent.append(run().sent.sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sent) == 4
    assert sorted(one.to[0] for one in mail.outbox) == sorted(people)


# What it says


def test_a_reminder_says_what_lacks_until_when_and_where(settings):
    settings.SITE_URL = "https://corett.example"
    member, report = owed(period_due_in(7))
    EntryFactory(report=report, activity__code="9.9")

    run()

    [sent] = mail.outbox
    assert sent.subject == (
        f"Se entrega hasta el {letters.date_format(day(7))}: {report.stakeholder}, 2025-1"
    )
    for said in (
        "quedan 7 días.",
        "Van 1 de 2 actividades.",
        f"- Falta reportar 1 actividad (escriba sus avances o diga que no hubo actividad): "
        f"{report.entries.first().activity.code}.",
        f"https://corett.example{report.get_absolute_url()}",
        "https://corett.example/cuenta/idioma/",
    ):
        assert said in sent.body
    assert "9.9" not in sent.body


def test_who_lacks_nothing_is_told_to_send():
    owed(period_due_in(0), progress="Se hizo.")

    run()

    assert "No le falta nada: solo enviarlo." in mail.outbox[0].body


def test_each_reads_its_own_language():
    member, report = owed(period_due_in(7))
    type(report.stakeholder).objects.update(name="Belice", name_en="Belize")
    english = MembershipFactory(stakeholder=report.stakeholder, user__language="en")

    run()

    by_person = {one.to[0]: one for one in mail.outbox}
    with translation.override("en"):
        date = letters.date_format(day(7))
    assert by_person[english.user.email].subject == f"Due on {date}: Belize, 2025-1"
    assert "7 days left." in by_person[english.user.email].body
    assert "Belice" in by_person[member.user.email].subject
    assert "quedan 7 días." in by_person[member.user.email].body


def test_names_are_printed_as_they_are():
    _member, report = owed(period_due_in(0))
    type(report.stakeholder).objects.update(name="Uno & <otro>")

    run()

    assert "Uno & <otro>" in mail.outbox[0].body


# What is told at once


def perform(action, report, by, comment="", key=None):
    return telling.perform(action, report, by=by, comment=comment, key=key or uuid.uuid4())


@pytest.fixture
def sent_report():
    entry = EntryFactory(report__submitted=True, activity__code="2.3")
    return MembershipFactory(stakeholder=entry.report.stakeholder), entry.report


def test_a_return_carries_the_words_of_the_reviewer_and_what_is_not_settled(
    sent_report, secretariat, django_capture_on_commit_callbacks, settings
):
    settings.SITE_URL = "https://corett.example"
    member, report = sent_report
    entry = report.entries.get()
    record = RecordFactory(entry=entry, title="Taller de prensa")
    CommentFactory(entry=entry, record=record, text="¿Y la lista?")
    settled = {"settled_at": timezone.now(), "settled_by": secretariat.user}
    CommentFactory(entry=entry, text="Ya se aclaró.", **settled)

    with django_capture_on_commit_callbacks(execute=True):
        perform(ReportAction.RETURN, report, secretariat, comment="Faltan seis hombres.")

    [sent] = mail.outbox
    assert sent.to == [member.user.email]
    assert sent.subject == f"Devuelto: {report.stakeholder}, 2025-1"
    for said in (
        f"{secretariat.user} (Secretaría Técnica) devolvió el",
        "Faltan seis hombres.",
        "- 2.3, «Taller de prensa»: ¿Y la lista?",
        f"https://corett.example{entry.get_absolute_url()}",
        f"https://corett.example{report.get_absolute_url()}",
    ):
        assert said in sent.body
    assert "Ya se aclaró." not in sent.body


def test_a_reopening_is_told_with_its_reason(secretariat, django_capture_on_commit_callbacks):
    report = EntryFactory(report__validated=True).report
    MembershipFactory(stakeholder=report.stakeholder)

    with django_capture_on_commit_callbacks(execute=True):
        perform(ReportAction.REOPEN, report, secretariat, comment="Un número al revés.")

    assert mail.outbox[0].subject == f"Reabierto para corregir: {report.stakeholder}, 2025-1"
    assert "Un número al revés." in mail.outbox[0].body


def test_the_same_press_again_tells_nothing_again(
    sent_report, secretariat, django_capture_on_commit_callbacks
):
    _member, report = sent_report
    key = uuid.uuid4()

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            perform(ReportAction.RETURN, report, secretariat, comment="Falta.", key=key)
    run()

    assert [one.occasion for one in Notice.objects.all() if one.occasion != "digest"] == [
        "returned"
    ]


def test_each_return_is_told(sent_report, secretariat, django_capture_on_commit_callbacks):
    member, report = sent_report

    with django_capture_on_commit_callbacks(execute=True):
        for word in ("Primero.", "Segundo."):
            perform(ReportAction.RETURN, report, secretariat, comment=word)
            perform(ReportAction.SUBMIT, report, member)

    returned = [one.body for one in mail.outbox if one.subject.startswith("Devuelto")]
    assert ["Primero." in body for body in returned] == [True, False]
    assert ["Segundo." in body for body in returned] == [False, True]


def test_a_return_that_is_not_written_tells_nothing(sent_report, secretariat, monkeypatch):
    _member, report = sent_report
    monkeypatch.setattr("monitoring.notices.write", lambda letters: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        perform(ReportAction.RETURN, report, secretariat, comment="Falta.")

    report.refresh_from_db()
    assert (report.state, ReportEvent.objects.count()) == ("submitted", 0)


def test_a_return_that_nobody_told_is_told_by_the_next_run(sent_report, secretariat):
    member, report = sent_report
    telling.workflow.perform(
        ReportAction.RETURN, report, by=secretariat, comment="Falta.", key=uuid.uuid4()
    )

    run()

    assert [one.subject for one in mail.outbox if one.to == [member.user.email]] == [
        f"Devuelto: {report.stakeholder}, 2025-1"
    ]


def test_who_sent_in_time_and_got_it_back_is_not_called_late(secretariat):
    period = period_due_in(-20)
    member, report = owed(period, submitted=True, progress="Se hizo.")
    perform(ReportAction.RETURN, report, secretariat, comment="Falta.")

    assert occasions() == [(member.user.email, Occasion.RETURNED)]


def test_an_opening_is_told_to_everybody_at_once(django_capture_on_commit_callbacks):
    period = period_due_in(45, opened=0)
    people = {owed(period)[0].user.email for _ in range(2)}

    with django_capture_on_commit_callbacks(execute=True):
        count = telling.tell_opened(period)

    assert count == 2
    assert {one.to[0] for one in mail.outbox} == people
    assert run().sent.sent == 0


def test_a_period_that_opens_later_is_told_on_its_day(monkeypatch):
    period = period_due_in(45, opened=3)
    member, _report = owed(period)
    assert telling.tell_opened(period) == 0
    today = day(3)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: today)

    assert occasions() == [(member.user.email, Occasion.OPENED)]


def test_a_semester_that_was_closed_from_the_first_day_is_told_to_nobody():
    """The Secretaría enters an old one: nobody could send it."""
    owed(PeriodFactory(opens_on=day(-90), due_on=day(-60), closes_on=day(-1)))

    assert occasions() == []


# The Secretaría's week


def test_the_digest_says_who_sent_who_is_late_and_what_waits(secretariat):
    period = period_due_in(-3)
    for name, state in (("Enviado", "submitted"), ("Devuelto", "returned"), ("Listo", "validated")):
        owed(period, stakeholder=StakeholderFactory(name=f"País {name}"), **{state: True})
    _member, late = owed(period, stakeholder=StakeholderFactory(name="País Tarde"))
    CommentFactory(entry=period.reports.get(state="returned").entries.get())

    run()

    [sent] = [one for one in mail.outbox if one.to == [secretariat.user.email]]
    year, week, _day = timezone.localdate().isocalendar()
    assert sent.subject == f"Resumen de la semana {week} de {year}"
    for said in (
        "PRIMER SEMESTRE DE 2025",
        "Validados: 1 de 4 informes.",
        "Esperan revisión:\n- País Enviado: enviado\n",
        "- País Devuelto: devuelto, 1 comentario abierto, 3 días de retraso",
        "Con retraso:\n- País Tarde: sin empezar, 3 días de retraso\n",
        "/seguimiento/quien-debe-que/tim-2024-2028/2025-1/",
    ):
        assert said in sent.body


def test_a_digest_goes_out_once_a_week_and_in_the_next_one_again(secretariat, monkeypatch):
    owed(period_due_in(30))
    run()
    assert run().sent.sent == 0
    today = day(7)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: today)

    run()

    assert Notice.objects.filter(occasion=Occasion.DIGEST).count() == 2


@pytest.mark.parametrize("why", ["all validated", "closed long ago", "not yet"])
def test_where_nothing_goes_on_there_is_no_digest(secretariat, why):
    if why == "all validated":
        owed(period_due_in(30), validated=True)
    elif why == "not yet":
        owed(period_due_in(30, opened=1))
    else:
        owed(PeriodFactory(opens_on=day(-200), due_on=day(-150), closes_on=day(-100)))

    assert [one for one in due_today() if one.occasion == Occasion.DIGEST] == []
