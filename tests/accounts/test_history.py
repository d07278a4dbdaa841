import datetime
import io
import json

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from corett.accounts import history
from corett.accounts.history import Asked
from plan.models import Activity, ScheduleCell
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PAGE = reverse("accounts:history")


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def told(**asked) -> list[tuple]:
    return [
        (change.table, change.row, change.action, change.fields)
        for change in history.read(history.places(Asked(**asked)))
    ]


def test_every_kind_of_row_of_the_plan_risks_people_and_permissions_keeps_a_history():
    labels = set(history.tracked_models())

    assert labels >= {
        "accounts.membership",
        "accounts.stakeholder",
        "accounts.user",
        "plan.activity",
        "plan.axis",
        "plan.glossaryterm",
        "plan.guidingapproach",
        "plan.indicator",
        "plan.measure",
        "plan.objective",
        "plan.plan",
        "plan.responsibility",
        "plan.schedulecell",
        "plan.semester",
        "plan.target",
        "risks.mitigation",
        "risks.mitigationaction",
        "risks.risk",
        "risks.riskreview",
        "risks.risktype",
    }
    assert not any("historical" in label for label in labels)


def test_a_change_tells_what_stood_before_and_after():
    activity = ActivityFactory(code="3.2", statement="Antes.")
    activity.statement = "Después."
    activity.save()

    table, row, action, [field] = told(table="plan.activity")[0]

    assert (table, row, action) == ("Actividades", "Actividad 3.2", "cambio")
    assert (field.label, field.old, field.new) == ("Enunciado", "Antes.", "Después.")


def test_what_was_removed_still_tells_what_it_held():
    cell = ScheduleCell.objects.create(activity=ActivityFactory(), semester=SemesterFactory())
    cell.delete()

    assert [(row, action) for _table, row, action, _fields in told(table="plan.schedulecell")] == [
        ("(ya no existe)", "eliminación"),
        ("(ya no existe)", "creación"),
    ]


def test_changes_of_all_tables_come_the_latest_first():
    risk = RiskFactory()
    activity = ActivityFactory()
    for row in (risk, activity, risk):
        row.statement += " Otra vez."
        row.save()

    assert [table for table, *_rest in told()][:3] == ["Riesgos", "Actividades", "Riesgos"]


def test_the_filter_keeps_a_person_and_days_only():
    activity = ActivityFactory()
    person = UserFactory()
    activity._history_user = person
    activity.save()
    born, changed = activity.history.order_by("history_id")
    born.history_date -= datetime.timedelta(days=10)
    born.save()
    today = changed.history_date.astimezone().date()
    long_ago = today - datetime.timedelta(days=5)

    def actions(**asked):
        return [action for _t, _r, action, _f in told(table="plan.activity", **asked)]

    assert actions(person=person) == ["cambio"]
    assert actions(since=long_ago) == ["cambio"]
    assert actions(until=long_ago) == ["creación"]
    assert actions(since=today + datetime.timedelta(days=2)) == []


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
def test_the_secretariat_and_evaluators_read_it_and_nobody_else(enter, kind, status):
    browser = enter(MembershipFactory(stakeholder=StakeholderFactory(**kind)))

    assert browser.get(PAGE).status_code == status
    assert browser.get(reverse("accounts:history_file", args=["csv"])).status_code == status


def test_nobody_changes_it_from_the_application(enter, secretariat):
    activity = ActivityFactory()
    browser = enter(secretariat)

    browser.post(PAGE, {"statement": "x"})

    assert activity.history.get().statement == Activity.objects.get().statement
    assert not any("Historical" in model.__name__ for model in admin.site._registry)


def test_entering_is_no_change_of_the_account_and_a_new_name_is(client):
    user = UserFactory()
    client.login(username=user.email, password="una contraseña de prueba")
    assert user.history.count() == 1

    user.name = "Otro nombre"
    user.save(update_fields=["name"])
    assert user.history.count() == 2


def test_the_page_shows_who_what_and_why(enter, secretariat):
    target = TargetFactory(value=3)
    target.value = 5
    target._change_reason = "Acta 7"
    target._history_user = secretariat.user
    target.save()

    page = enter(secretariat).get(PAGE, {"table": "plan.target"}).content.decode()

    assert "<del>3.00</del> <ins>5" in page
    assert "Acta 7" in page
    assert str(secretariat.user) in page
    assert "2 cambios" in page


@pytest.mark.parametrize(
    "query",
    [
        "until=9999-12-31",
        "since=0001-01-01",
        "table=nada&person=x&since=ayer",
        "page=999",
        "page=x",
        "person=99999999999999999999",
    ],
)
def test_what_cannot_be_understood_limits_nothing(enter, secretariat, query):
    ActivityFactory()

    response = enter(secretariat).get(f"{PAGE}?{query}")

    assert response.status_code == 200
    assert "Actividad 1." in response.content.decode()


def test_it_is_taken_away_with_one_row_for_each_field(enter, secretariat):
    activity = ActivityFactory(code="3.2", statement="=1+1")
    activity.statement = "Después."
    activity.save()
    browser = enter(secretariat)

    def file(ending):
        address = reverse("accounts:history_file", args=[ending])
        return browser.get(address, {"table": "plan.activity"})

    book = load_workbook(io.BytesIO(file("xlsx").content)).active
    rows = [list(row) for row in book.iter_rows(values_only=True)]
    assert rows[0][:4] == ["Cuándo", "Quién", "Tabla", "Fila"]
    assert rows[1][2:8] == [
        "Actividades",
        "Actividad 3.2",
        "cambio",
        "Enunciado",
        "'=1+1",
        "Después.",
    ]
    assert "Después." in file("csv").content.decode("utf-8-sig")
    assert "Después." in json.dumps(json.loads(file("json").content), ensure_ascii=False)
    assert file("ods")["Content-Disposition"] == 'attachment; filename="historial.ods"'
    assert file("exe").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_changes(
    enter, secretariat, count, django_assert_num_queries
):
    for _number in range(count):
        ActivityFactory()
    browser = enter(secretariat)
    browser.get(PAGE)

    with django_assert_num_queries(7):
        response = browser.get(PAGE, {"table": "plan.activity"})

    assert response.content.decode().count('<th scope="row">') == count
