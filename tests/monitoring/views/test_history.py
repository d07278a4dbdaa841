import datetime
import uuid
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Membership
from monitoring.changes import note
from monitoring.models import ChangeAction, ReportAction
from monitoring.workflow import perform
from tests.factories import (
    CommentFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    StakeholderFactory,
)
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(user__name="Punto focal de Honduras")


@pytest.fixture
def reviewer():
    return MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="Quien revisa"
    )


@pytest.fixture
def told(member, reviewer):
    """A report that was sent, talked about, given time, validated and reopened."""
    entry = EntryFactory(
        activity__code="1.1", report__stakeholder=member.stakeholder, no_records=True
    )
    report = entry.report
    note(entry, ChangeAction.SAVED, by=member, before={"Avances": "a"}, after={"Avances": "b"})
    ExtensionFactory(
        report=report, reason="Feriado.", by=reviewer.user, stakeholder=reviewer.stakeholder
    )
    CommentFactory(
        entry=entry, text="¿Y la lista?", by=reviewer.user, stakeholder=reviewer.stakeholder
    )
    for action, by, comment in [
        (ReportAction.SUBMIT, member, ""),
        (ReportAction.VALIDATE, reviewer, ""),
        (ReportAction.REOPEN, reviewer, "Faltó una lista."),
    ]:
        perform(action, report, by=by, comment=comment, key=uuid.uuid4())
    return report


def page_of(report) -> str:
    return reverse("monitoring:report_history", args=[report.pk])


def whats(response) -> list[str]:
    return [one.what for one in response.context["page"]]


def test_the_whole_history_is_on_one_page_the_latest_first(told, reviewer, enter):
    response = enter(reviewer).get(page_of(told))

    assert whats(response) == [
        "Reabrir",
        "Validar",
        "Enviar",
        "Comentó",
        whats(response)[4],
        "Guardó los textos",
    ]
    assert whats(response)[4].startswith("Más plazo, hasta el ")
    page = response.content.decode()
    for words in ("Faltó una lista.", "¿Y la lista?", "Feriado.", "<del>a</del>", "<ins>b</ins>"):
        assert words in page
    assert page.count("la versión del acuse 1") == 2


def test_it_is_kept_when_people_leave(told, member, reviewer, enter):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(pk=member.pk).update(since=yesterday, until=yesterday)
    member.user.is_active = False
    member.user.save()

    page = enter(reviewer).get(page_of(told)).content.decode()

    assert "Punto focal de Honduras" in page
    assert str(member.stakeholder) in page


@pytest.mark.parametrize(
    ("query", "count"),
    [("matter=step", 3), ("matter=talk", 1), ("activity=1.1", 2), ("matter=x", 6)],
)
def test_it_is_filtered_by_kind_and_activity(told, reviewer, enter, query, count):
    response = enter(reviewer).get(f"{page_of(told)}?{query}")

    assert len(whats(response)) == count


def test_what_the_review_says_and_what_settles_a_talk_are_told_as_such(
    told, member, reviewer, enter
):
    entry = told.entries.get()
    note(entry, ChangeAction.EVIDENCE_ACCEPTED, by=reviewer, subject="Lista")
    note(entry, ChangeAction.COMMENT_SETTLED, by=reviewer, subject="¿Y la lista?")
    client = enter(reviewer)

    assert whats(client.get(f"{page_of(told)}?matter=review")) == [
        "Aceptó el medio de verificación Lista"
    ]
    assert len(whats(client.get(f"{page_of(told)}?matter=talk"))) == 2
    assert whats(client.get(f"{page_of(told)}?matter=change")) == ["Guardó los textos"]


def test_the_file_says_the_same_and_what_it_is(told, reviewer, enter):
    address = reverse("monitoring:report_history_file", args=[told.pk, "xlsx"])

    answer = enter(reviewer).get(f"{address}?matter=step")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    about = dict(book["Acerca de"].iter_rows(min_row=2, values_only=True))
    assert about["Qué es"] == f"Historia del informe {told}"
    assert about["Qué"] == "paso del informe"
    rows = list(book["Historia"].iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in rows] == ["Reabrir", "Validar", "Enviar"]
    assert rows[0][6] == "Faltó una lista."


@pytest.mark.usefixtures("unguarded")
def test_a_neighbour_finds_nothing_and_an_observer_is_refused(told, member, enter):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    told.events.filter(action=ReportAction.REOPEN).delete()
    type(told).objects.filter(pk=told.pk).update(
        state="validated", validated_at=timezone.now(), validated_by=member.user
    )

    assert enter(member).get(page_of(told)).status_code == 200
    assert enter(MembershipFactory()).get(page_of(told)).status_code == 404
    assert enter(observer).get(page_of(told)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number_of_changes(told, member, reviewer, enter, count):
    for _ in range(count):
        note(told.entries.get(), ChangeAction.SAVED, by=member)
    client = enter(reviewer)

    with asked() as statements:
        assert len(whats(client.get(page_of(told)))) == 6 + count

    assert len(statements) <= MOST
