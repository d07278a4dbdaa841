import pytest
from django.urls import reverse

from monitoring.models import Record
from tests.factories import EntryFactory, MembershipFactory, PeriodFactory, RecordFactory
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db


def regional_rows(count: int) -> list[Record]:
    """As many countries that sent the same forum of one semester."""
    period = PeriodFactory()
    return [
        RecordFactory(
            entry=EntryFactory(activity__code="1.2", report__period=period, report__submitted=True),
            title=f"Foro {number}",
            scope="regional",
        )
        for number in range(count)
    ]


def page_of(row: Record) -> str:
    semester = row.entry.report.period.semester
    return reverse("monitoring:region_events", args=[semester.plan.code, semester.code])


def say(client, rows, is_one: str, *, of: Record | None = None):
    typed = {"activity": "1.2", "rows": [str(row.key) for row in rows], "is_one": is_one}
    return client.post(page_of(of or rows[0]), typed)


def events() -> list:
    return list(Record.objects.order_by("pk").values_list("event", flat=True))


def test_the_secretariat_links_the_rows_of_a_semester_and_parts_one_again(secretariat, enter):
    first, second, third = regional_rows(3)
    client = enter(secretariat)
    assert client.get(reverse("monitoring:events")).url == page_of(first)

    say(client, [first, second, third], "yes")
    [event] = set(events())
    assert event is not None
    assert client.get(page_of(first)).content.decode().count("evento 1") == 3

    say(client, [second], "no")
    assert events() == [event, None, event]

    say(client, [third], "no")
    assert events() == [None, None, None]


def test_one_row_alone_is_no_shared_event_and_stays_marked(secretariat, enter):
    first, second = regional_rows(2)

    response = say(enter(secretariat), [first], "yes", of=second)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Marque al menos dos filas" in page
    assert page.count(" checked") == 1
    assert events() == [None, None]


def test_a_row_of_another_activity_is_refused(secretariat, enter):
    first, second = regional_rows(2)
    other = RecordFactory(entry__activity__code="1.1", entry__report=second.entry.report)

    response = say(enter(secretariat), [first, other], "yes")

    assert response.status_code == 422
    assert "Una de las filas ya no está" in response.content.decode()
    assert set(events()) == {None}


def test_drafts_and_national_actions_are_not_asked_about(secretariat, enter):
    first, second = regional_rows(2)
    Record.objects.filter(pk=first.pk).update(scope="national")

    page = enter(secretariat).get(page_of(second)).content.decode()

    assert "ninguna actividad tiene acciones regionales" in page
    assert "Foro 1" not in page


def test_only_the_secretariat_opens_it(enter):
    first, _second = regional_rows(2)

    assert enter(MembershipFactory()).get(page_of(first)).status_code == 403
    assert say(enter(MembershipFactory()), [first], "yes").status_code == 403


@pytest.mark.parametrize("count", [2, 6])
def test_it_costs_the_same_for_any_number_of_countries(secretariat, enter, count):
    rows = regional_rows(count)
    client = enter(secretariat)

    with asked() as statements:
        page = client.get(page_of(rows[0])).content.decode()

    assert page.count('name="rows"') == count
    assert len(statements) <= MOST
    assert len(statements) == 5
