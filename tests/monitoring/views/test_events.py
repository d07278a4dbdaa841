import pytest

from monitoring.models import Record
from tests.factories import EntryFactory, MembershipFactory, PeriodFactory, RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A forum that two countries sent."""
    period = PeriodFactory()
    return [
        RecordFactory(
            entry=EntryFactory(activity__code="1.2", report__period=period, report__submitted=True),
            title=title,
        )
        for title in ("Foro en Tela", "Foro regional")
    ]


def test_the_reviewer_says_that_two_rows_are_one_event(pair, secretariat, enter):
    mine, theirs = pair
    client = enter(secretariat)
    assert "Foro regional" in client.get(mine.get_event_url()).content.decode()

    client.post(mine.get_event_url(), {"sent": "1", "others": [str(theirs.key)]})

    first, second = Record.objects.values_list("event", flat=True)
    assert first == second is not None
    page = client.get(mine.entry.get_absolute_url()).content.decode()
    assert "evento compartido con otro país" in page


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("x", "no es un UUID válido"),
        ("00000000-0000-0000-0000-000000000000", "Una de las filas ya no está"),
    ],
)
def test_a_row_that_is_not_there_is_refused_with_a_sentence(
    pair, secretariat, enter, other, sentence
):
    typed = {"sent": "1", "others": [other]}

    response = enter(secretariat).post(pair[0].get_event_url(), typed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_country_itself_and_its_neighbour_do_not_link(pair, enter):
    mine, _theirs = pair
    own = MembershipFactory(stakeholder=mine.entry.report.stakeholder)

    assert enter(own).post(mine.get_event_url(), {"sent": "1"}).status_code == 403
    assert enter(MembershipFactory()).get(mine.get_event_url()).status_code == 404
