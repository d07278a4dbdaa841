"""The log of the mails: for whom, what it says, under which filter."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from monitoring.models import Notice, Occasion
from tests.factories import MembershipFactory, PeriodFactory, StakeholderFactory, UserFactory
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

PAGE = "/seguimiento/avisos/"


def notice(about="semestre/1/informe/1", **values):
    user = values.pop("user", None) or UserFactory()
    return Notice.objects.create(
        user=user,
        address=user.email,
        about=about,
        **{"occasion": Occasion.DUE, "subject": "Vence hoy", "body": "Falta esto.", **values},
    )


def listed(client, **query) -> list[Notice]:
    return list(client.get(PAGE, query).context["table"].data.data)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ({"secretariat": True}, 200),
        ({"evaluator": True}, 200),
        ({"presidency": True}, 403),
        ({"observer": True}, 403),
        ({}, 403),
    ],
)
def test_who_keeps_the_plan_and_who_evaluates_it_read_the_log(enter, kind, status):
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**kind)))

    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}archivo/xlsx/").status_code == status


def test_it_says_what_went_out_what_waits_and_what_kept_it(secretariat, enter):
    notice(sent_at=timezone.now())
    notice(fault="ConnectionRefusedError: nadie responde")
    notice()

    shown = enter(secretariat).get(PAGE).content.decode()

    assert shown.count("Vence hoy") == shown.count("Falta esto.") == 3
    for said in ("✓ ", "nadie responde", "por enviar", "no salió"):
        assert said in shown


def test_what_a_mail_says_is_shown_as_text(secretariat, enter):
    notice(subject="<b>Asunto</b>", body="<script>alert(1)</script>")

    shown = enter(secretariat).get(PAGE).content.decode()

    assert "<b>Asunto" not in shown
    assert "<script>alert" not in shown


def test_it_is_filtered_and_what_cannot_be_read_limits_nothing(secretariat, enter):
    period, other = PeriodFactory(), PeriodFactory(semester__half=2)
    first = notice(f"semestre/{period.semester_id}/informe/1", sent_at=timezone.now())
    second = notice(f"semestre/{other.semester_id}/informe/2", occasion=Occasion.RETURNED)
    client = enter(secretariat)

    assert listed(client, semester=period.pk) == [first]
    assert listed(client, occasion="returned") == [second]
    assert listed(client, person=first.user.pk) == [first]
    assert listed(client, sent="no") == [second]
    assert listed(client, sent="yes") == [first]
    assert len(listed(client, semester="9" * 30, occasion="x", person="x", sent="x")) == 2


def test_a_semester_whose_number_begins_alike_is_another(secretariat, enter):
    period = PeriodFactory()
    notice(f"semestre/{period.semester_id}0/informe/1")

    assert listed(enter(secretariat), semester=period.pk) == []


def test_the_file_holds_the_same_rows_and_says_under_which_filter(secretariat, enter):
    PeriodFactory()
    one = notice(user=UserFactory(name="Persona", email="persona@prueba.example"))
    notice(occasion=Occasion.DIGEST)

    response = enter(secretariat).get(f"{PAGE}archivo/xlsx/", {"occasion": "due"})

    book = load_workbook(BytesIO(response.content))
    rows = list(book["Avisos"].iter_rows(values_only=True))
    about = dict(book["Acerca de"].iter_rows(values_only=True))
    assert [row[1:5] for row in rows[1:]] == [
        ("vence hoy", "Persona", "persona@prueba.example", one.subject)
    ]
    assert about["Filtro"] == "Por qué: vence hoy"
    assert about["Plan"] == "Plan de prueba"


@pytest.mark.parametrize("query", ["", "?aviso-sort=user", "?aviso-page=x"])
def test_it_costs_the_same_for_one_and_for_three(secretariat, enter, query):
    client = enter(secretariat)

    def cost() -> int:
        notice()
        with asked() as statements:
            assert client.get(PAGE + query).status_code == 200
        return len(statements)

    costs = [cost() for _ in range(3)]

    assert costs[0] == costs[2] <= MOST
