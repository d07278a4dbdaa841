import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from corett.accounts.models import Stakeholder
from plan.editions import publish_edition
from plan.models import Activity, Axis, GuidingApproach, Measure, Objective, Plan, ScheduleCell
from risks.export import export_whole_plan
from tests.admin_pages import errors, filled
from tests.factories import (
    ActivityFactory,
    AxisFactory,
    EntryFactory,
    MeasureFactory,
    MembershipFactory,
    MitigationFactory,
    ObjectiveFactory,
    PlanEditionFactory,
    PlanFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    membership = MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="una editora"
    )
    client.force_login(membership.user)
    return client


@pytest.fixture
def colleague():
    """Another person of the Secretaría, in a browser of its own."""
    membership = MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="un colega"
    )
    browser = Client()
    browser.force_login(membership.user)
    return browser


def page_of(table, row):
    return reverse(f"admin:plan_{table}_change", args=[row.pk])


def save(browser, address, **changes):
    return browser.post(address, {**filled(browser.get(address)), **changes})


def history(browser, table, row):
    found = browser.get(reverse(f"admin:plan_{table}_history", args=[row.pk]))
    return [
        (
            str(change.by or ""),
            change.row,
            change.action,
            [(field.label, field.old, field.new) for field in change.fields],
        )
        for change in found.context["changes"]
    ]


def test_an_edited_wording_is_kept_and_its_history_says_who_and_what(office):
    activity = ActivityFactory(code="1.1", statement="Como estaba.")

    response = save(office, page_of("activity", activity), statement="Como queda.")

    assert response.status_code == 302
    activity.refresh_from_db()
    assert activity.statement == "Como queda."
    assert history(office, "activity", activity)[0] == (
        "una editora",
        "Actividad 1.1",
        "cambio",
        [("Enunciado", "Como estaba.", "Como queda.")],
    )


def test_the_history_of_an_activity_tells_of_its_indicator_responsibles_and_cells(office):
    country = StakeholderFactory(name="Honduras")
    activity = ActivityFactory(code="1.1", responsible=[country])
    semester = SemesterFactory(year=2025, half=1)
    guatemala = StakeholderFactory(name="Guatemala")

    save(
        office,
        page_of("activity", activity),
        **{
            "indicator-0-statement": "Otro indicador.",
            "responsibilities-0-stakeholders": [country.pk, guatemala.pk],
        },
    )
    office.post(
        reverse("plan:schedule_edit", args=[activity.plan.code]),
        {"shown": "", "cell": [f"1.1 {semester.code}"], "step": "save"},
    )

    changes = history(office, "activity", activity)
    by_editor = {(row, action): fields for who, row, action, fields in changes if who}
    assert by_editor == {
        ("Indicador 1.1", "cambio"): [("Enunciado", "Número de acciones.", "Otro indicador.")],
        ("1.1 · ejecución", "cambio"): [
            ("Partes interesadas", "Honduras", "Honduras, Guatemala"),
        ],
        ("1.1 · 2025-1", "creación"): [
            ("Actividad", "—", "Actividad 1.1"),
            ("Semestre", "—", "2025-1"),
        ],
    }


def test_the_history_shows_labels_and_what_a_deleted_row_held(office):
    target = TargetFactory(state="proposed", source_note="«en cada país»")
    target.state = "confirmed"
    target.save()
    measure = target.measure

    assert history(office, "target", target)[0][3] == [("Estado", "propuesta", "confirmada")]

    target.delete()
    deleted = history(office, "measure", measure)[0]
    assert deleted[1:3] == ("Meta", "eliminación")
    assert ("Detalle de la fuente", "«en cada país»", "—") in deleted[3]


def test_the_cells_of_an_activity_are_read_and_lead_to_the_grid(office):
    activity = ActivityFactory()
    semester = SemesterFactory()
    address = page_of("activity", activity)
    ScheduleCell.objects.create(activity=activity, semester=semester)

    page = office.get(address).content.decode()
    save(office, address, **{"cells-TOTAL_FORMS": 1, "cells-0-DELETE": "on"})

    assert reverse("plan:schedule_edit", args=[activity.plan.code]) in page
    assert "2025-1" in page
    assert list(activity.semesters.all()) == [semester]


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(office, colleague):
    activity = ActivityFactory(statement="Como estaba.")
    address = page_of("activity", activity)
    open_page = filled(office.get(address))
    save(colleague, address, statement="Lo del colega.")

    response = office.post(address, {**open_page, "statement": "Lo de la editora."})

    assert response.status_code == 409
    (told,) = errors(response)
    assert told.startswith("No se guardó nada: un colega guardó cambios aquí el ")
    assert "Lo de la editora." in response.content.decode()
    activity.refresh_from_db()
    assert activity.statement == "Lo del colega."
    again = office.post(address, {**open_page, "statement": "Lo de la editora."})
    assert again.status_code == 409


def test_what_a_colleague_saved_in_a_row_of_the_page_is_not_overwritten(office, colleague):
    activity = ActivityFactory()
    address = page_of("activity", activity)
    open_page = filled(office.get(address))
    save(colleague, address, **{"indicator-0-statement": "Lo del colega."})

    response = office.post(address, open_page)

    assert response.status_code == 409
    activity.indicator.refresh_from_db()
    assert activity.indicator.statement == "Lo del colega."


def test_a_page_without_the_version_that_it_saw_saves_nothing(office):
    activity = ActivityFactory(statement="Como estaba.")
    address = page_of("activity", activity)
    data = filled(office.get(address))
    del data["seen"]

    response = office.post(address, {**data, "statement": "A ciegas."})

    assert response.status_code == 409
    activity.refresh_from_db()
    assert activity.statement == "Como estaba."


def test_a_row_without_history_is_not_saved_blindly_either(office):
    axis = AxisFactory(name="Como estaba")
    axis.history.all().delete()
    data = filled(office.get(page_of("axis", axis)))
    del data["seen"]

    response = office.post(page_of("axis", axis), {**data, "name": "A ciegas"})

    assert errors(response) == ["No se guardó nada: la página llegó incompleta. Ábrala de nuevo."]
    axis.refresh_from_db()
    assert axis.name == "Como estaba"


def test_two_changes_in_a_row_by_the_same_person_are_saved(office):
    axis = AxisFactory()

    save(office, page_of("axis", axis), name="Primero")
    save(office, page_of("axis", axis), name="Segundo")

    axis.refresh_from_db()
    assert axis.name == "Segundo"


@pytest.mark.parametrize(
    ("table", "make", "changes"),
    [
        ("plan", PlanFactory, {"code": "otro"}),
        ("semester", SemesterFactory, {"year": 2027}),
        ("axis", AxisFactory, {"number": 9}),
        ("objective", ObjectiveFactory, {"number": 99}),
        ("activity", ActivityFactory, {"code": "9.9"}),
        ("measure", MeasureFactory, {"letter": "z"}),
    ],
)
def test_what_names_a_row_of_the_plan_is_permanent(office, table, make, changes):
    row = make()
    (name,) = changes
    before = getattr(row, name)

    response = save(office, page_of(table, row), **changes)

    assert response.status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == before


def test_an_activity_is_added_with_its_indicator(office):
    objective = ObjectiveFactory()
    address = reverse("admin:plan_activity_add")
    typed = {
        "plan": objective.plan.pk,
        "objective": objective.pk,
        "code": "1.9",
        "order": 9,
        "statement": "Enunciado.",
        "schedule_statement": "Detalles.",
        "responsibilities_text": "Todos.",
        "schedule_responsibilities_text": "Todos.",
    }

    refused = save(office, address, **typed)
    save(
        office,
        address,
        **typed,
        **{"indicator-0-statement": "Número.", "indicator-0-schedule_statement": "Número."},
    )

    assert refused.status_code == 200
    assert Activity.objects.get().indicator.statement == "Número."


def test_a_code_that_exists_is_refused_with_a_sentence(office):
    axis = AxisFactory(number=1)
    typed = {"plan": axis.plan.pk, "number": 1, "name": "Otro", "definition": "Otra"}

    response = save(office, reverse("admin:plan_axis_add"), **typed)

    assert errors(response) == ["El plan ya tiene un eje con este número."]
    assert Axis.objects.count() == 1


def test_a_meta_is_read_with_its_history_and_leads_to_its_grid(office):
    target = TargetFactory(value=1)
    measure = target.measure
    grid = reverse("plan:target_measure", args=["tim-2024-2028", measure.code])
    address = page_of("target", target)

    assert grid in office.get(address).content.decode()
    assert grid in office.get(page_of("measure", measure)).content.decode()
    assert office.post(address, {"value": 5, "state": "confirmed"}).status_code == 403
    assert office.get(reverse("admin:plan_target_add")).status_code == 403
    deletion = reverse("admin:plan_target_delete", args=[target.pk])
    assert office.post(deletion, {"post": "yes"}).status_code == 403
    save(office, page_of("measure", measure), name="Otra", **{"targets-0-value": 5})
    target.refresh_from_db()
    assert (target.value, target.state) == (1, "proposed")


def test_a_count_says_what_it_is_counted_from(office):
    measure = MeasureFactory()

    response = save(office, page_of("measure", measure), counted_from="")

    assert errors(response) == ["Diga de qué se cuenta, y solo para una cantidad."]


def test_an_activity_that_somebody_reported_is_not_deleted_and_the_page_says_why(office):
    activity = EntryFactory().activity
    address = reverse("admin:plan_activity_delete", args=[activity.pk])

    pages = [
        office.get(address),
        office.post(address, {"post": "yes"}),
    ]

    assert [page.status_code for page in pages] == [200, 409]
    for page in pages:
        assert "No se puede borrar: lo usan avances" in page.content.decode()
        assert "«Retirada el»" in page.content.decode()
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_a_semester_with_a_period_is_not_deleted_from_the_page_of_its_plan(office):
    semester = EntryFactory().report.period.semester

    response = save(office, page_of("plan", semester.plan), **{"semesters-0-DELETE": "on"})

    assert response.status_code == 200
    assert "objetos relacionados protegidos" in " ".join(errors(response))
    semester.refresh_from_db()


def test_an_activity_without_reports_is_deleted_with_what_hangs_on_it(office):
    measure = MeasureFactory()
    activity = measure.indicator.activity
    MitigationFactory(activity=activity)

    office.post(reverse("admin:plan_activity_delete", args=[activity.pk]), {"post": "yes"})

    assert not Activity.objects.exists()
    assert not Measure.objects.exists()
    assert activity.history.first().history_type == "-"
    assert str(activity.history.first().history_user) == "una editora"


def test_an_edition_is_read_and_never_written(office):
    edition = PlanEditionFactory(content={"plan": {"code": "tim-2024-2028"}})
    address = page_of("planedition", edition)

    page = office.get(address)

    assert "&quot;code&quot;: &quot;tim-2024-2028&quot;" in page.content.decode()
    assert office.post(address, {"reason": "Otro"}).status_code == 403
    assert office.get(reverse("admin:plan_planedition_add")).status_code == 403
    assert (
        office.post(
            reverse("admin:plan_planedition_delete", args=[edition.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_a_row_that_does_not_exist_leads_back_to_the_index(office):
    response = office.get(reverse("admin:plan_activity_history", args=[99]), follow=True)

    assert response.redirect_chain == [(reverse("admin:index"), 302)]
    assert "99" in response.content.decode()


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("plan_activity", "prevención"),
        ("plan_measure", "1.1"),
        ("plan_target", "1.1"),
        ("plan_objective", "1"),
        ("plan_glossaryterm", "delito"),
        ("plan_guidingapproach", "humanos"),
        ("risks_risk", "R1"),
        ("directory_institution", "fiscalía"),
        ("accounts_user", "punto"),
        ("accounts_membership", "punto"),
    ],
)
def test_every_long_table_can_be_searched(office, table, query):
    MitigationFactory(risk=RiskFactory())

    assert office.get(reverse(f"admin:{table}_changelist"), {"q": query}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("table", "make", "queries"),
    [
        ("objective", lambda number: ObjectiveFactory(number=number), 9),
        ("activity", lambda number: ActivityFactory(), 9),
        ("measure", lambda number: MeasureFactory(), 9),
        ("target", lambda number: TargetFactory(), 9),
    ],
)
def test_a_table_costs_the_same_for_any_number_of_rows(
    office, table, make, queries, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        make(number)

    with django_assert_num_queries(queries):
        office.get(reverse(f"admin:plan_{table}_changelist"))


def test_a_countrys_name_is_edited_for_every_page(office):
    country = StakeholderFactory(name="Belice")
    address = reverse("admin:accounts_stakeholder_change", args=[country.pk])

    save(office, address, name_en="Belize")

    assert Stakeholder.objects.get(pk=country.pk).name_en == "Belize"


def test_the_plan_is_edited_by_hand(office):
    plan = PlanFactory()

    save(office, page_of("plan", plan), red_below=40)
    refused = save(office, page_of("plan", plan), red_below=95)

    assert errors(refused) == ["El umbral rojo debe ser menor que el verde."]
    assert Plan.objects.get().red_below == 40
    assert not Objective.objects.exists()


def test_measures_are_edited_on_the_page_of_their_activity_and_keep_their_letter(office):
    measure = MeasureFactory(name="Antes")
    activity = measure.indicator.activity
    address = page_of("activity", activity)

    response = save(
        office,
        address,
        **{"measures-0-name": "Después", "measures-0-letter": "z", "measures-0-unit": "mesas"},
    )

    assert response.status_code == 302
    measure.refresh_from_db()
    assert (measure.letter, measure.name, measure.unit) == ("a", "Después", "mesas")


def test_a_measure_is_added_on_the_page_of_its_activity(office):
    activity = ActivityFactory()
    page = office.get(page_of("activity", activity))
    sent = filled(page) | {
        "measures-TOTAL_FORMS": "1",
        "measures-0-letter": "a",
        "measures-0-name": "Mesas",
        "measures-0-kind": "count",
        "measures-0-unit": "mesas",
        "measures-0-scope": "national",
        "measures-0-counted_from": "records",
        "measures-0-reported_by": "countries",
    }

    office.post(page_of("activity", activity), sent)

    assert [(m.code, m.name) for m in Measure.objects.all()] == [(f"{activity.code}.a", "Mesas")]


def test_who_comes_second_sees_what_was_saved_beside_what_was_typed(office):
    activity = ActivityFactory(statement="Como estaba.")
    typed = filled(office.get(page_of("activity", activity))) | {"statement": "Lo de la editora."}
    activity.statement = "Lo del colega."
    activity.save()
    activity.indicator.statement = "Indicador del colega."
    activity.indicator.save()

    page = office.post(page_of("activity", activity), typed).content.decode()

    [shown] = re.findall(r'<table id="unseen">.*?</table>', page, re.DOTALL)
    words = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "Como estaba. Lo del colega. Lo de la editora." in words
    assert "Número de acciones. Indicador del colega. está más abajo, en su tabla" in words
    activity.refresh_from_db()
    assert activity.statement == "Lo del colega."


def test_what_reports_use_says_so_and_how_it_is_retired(office):
    entry = EntryFactory()

    page = office.get(page_of("activity", entry.activity)).content.decode()

    assert "No se puede borrar: lo usan avances de las actividades." in page
    assert "escriba el día en «Retirada el»" in page


def test_an_approach_that_a_report_chose_is_not_deleted(office):
    entry = EntryFactory()
    approach = GuidingApproach.objects.create(plan=entry.activity.plan, order=1, name="Género")
    address = reverse("admin:plan_guidingapproach_delete", args=[approach.pk])
    assert "No se puede borrar" not in office.get(address).content.decode()
    entry.approaches.add(approach)

    kept = office.post(address, {"post": "yes"})

    assert kept.status_code == 409
    assert "No se puede borrar: lo usan avances" in kept.content.decode()
    assert list(entry.approaches.all()) == [approach]


def test_what_an_edition_printed_is_not_deleted_and_its_code_not_used_again(office):
    activity = ActivityFactory()
    measure = MeasureFactory(activity=activity)
    risk = RiskFactory(plan=activity.plan)
    for row in (measure, risk, activity):
        table = f"{row._meta.app_label}_{row._meta.model_name}"
        address = reverse(f"admin:{table}_delete", args=[row.pk])
        assert "No se puede borrar" not in office.get(address).content.decode()
    publish_edition(
        activity.plan, content=export_whole_plan(activity.plan), reason="Carga", by=None
    )

    for row in (measure, risk, activity, activity.objective, activity.objective.axis):
        table = f"{row._meta.app_label}_{row._meta.model_name}"
        address = reverse(f"admin:{table}_delete", args=[row.pk])
        kept = office.post(address, {"post": "yes"})
        assert kept.status_code == 409
        assert "ediciones publicadas del plan" in kept.content.decode()
        assert type(row).objects.filter(pk=row.pk).exists()


def test_no_list_deletes_several_rows_at_once(office):
    axis = AxisFactory()

    office.post(
        reverse("admin:plan_axis_changelist"),
        {"action": "delete_selected", "_selected_action": [axis.pk], "post": "yes"},
    )

    assert Axis.objects.get() == axis


def test_a_semester_keeps_its_year_and_half_and_stands_within_its_plan(office):
    semester = SemesterFactory(year=2025, half=1)
    address = page_of("plan", semester.plan)

    save(office, address, **{"semesters-0-year": "2026", "semesters-0-half": "2"})
    semester.refresh_from_db()
    assert semester.code == "2025-1"

    page = office.get(address)
    sent = filled(page) | {
        "semesters-TOTAL_FORMS": "2",
        "semesters-1-year": "2050",
        "semesters-1-half": "1",
        "semesters-1-plan": semester.plan_id,
    }
    assert "El semestre 2050-1 está fuera de las fechas del plan." in errors(
        office.post(address, sent)
    )
    told = errors(save(office, address, end="2024-12-31"))
    assert "Quedarían fuera los semestres 2025-1." in told


def test_what_hangs_on_another_plan_is_refused(office):
    activity = ActivityFactory(code="1.1")
    other = ObjectiveFactory(plan=PlanFactory(code="poa", start="2025-01-01", end="2025-12-31"))

    response = save(office, page_of("activity", activity), objective=other.pk)

    assert response.status_code == 200
    activity.refresh_from_db()
    assert activity.objective.plan == activity.plan
    with pytest.raises(ValidationError, match="Es de otro plan"):
        ActivityFactory.build(
            plan=activity.plan, objective=other, code="1.9", indicator=None
        ).clean()


def test_a_choice_says_its_plan_where_there_are_several(office):
    objective = ObjectiveFactory()
    address = reverse("admin:plan_activity_add")
    assert "Objetivo 1 · tim-2024-2028" not in office.get(address).content.decode()
    PlanFactory(code="poa", start="2025-01-01", end="2025-12-31")

    assert f"{objective} · tim-2024-2028" in office.get(address).content.decode()


def test_a_new_activity_bears_the_number_of_its_objective():
    objective = ObjectiveFactory(number=5)
    for code in ("abc", "4.1", "5", "5.x"):
        activity = ActivityFactory.build(
            plan=objective.plan, objective=objective, code=code, indicator=None
        )
        with pytest.raises(ValidationError, match="5.1"):
            activity.clean()
    ActivityFactory.build(
        plan=objective.plan, objective=objective, code="5.12", indicator=None
    ).clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "reach"), ("scope", "regional"), ("reported_by", "coordination")],
)
def test_a_measure_that_was_asked_keeps_its_meaning(office, field, value):
    measure = MeasureFactory(kind="people", breakdown="sex")
    entry = EntryFactory(activity=measure.indicator.activity)

    response = save(office, page_of("measure", measure), **{field: value})

    assert errors(response) == ["Ya se pidió en un informe: retire esta medida y añada otra."]
    entry.delete()
    assert save(office, page_of("measure", measure), **{field: value}).status_code == 302


def test_a_measure_is_found_by_its_code(office):
    measure = MeasureFactory(letter="b")
    MeasureFactory()

    page = office.get(reverse("admin:plan_measure_changelist"), {"q": measure.code})

    assert list(page.context["cl"].queryset) == [measure]
