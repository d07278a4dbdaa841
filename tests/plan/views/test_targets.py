import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from plan import targets
from plan.decisions import seen_as
from plan.models import Target, TargetState
from plan.targets import Key, Proposal, key_of
from risks.export import export_whole_plan
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    MembershipFactory,
    PlanEditionFactory,
    StakeholderFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

METAS = "/plan/tim-2024-2028/metas/"
GRID = f"{METAS}1.1.a/"
DECIDE = f"{METAS}visto-bueno/"
SOURCE = {"source": "minutes", "source_note": "Acta 3", "dated": "2026-03-01"}
HN_2027 = Key("1.1.a", "HN", 2027)


def hat(client, **kind):
    membership = MembershipFactory(stakeholder=StakeholderFactory(**kind))
    client.force_login(membership.user)
    return client


@pytest.fixture
def office(client):
    return hat(client, secretariat=True)


@pytest.fixture
def measure():
    StakeholderFactory(code="HN", name="Honduras", order=20)
    return MeasureFactory(activity=ActivityFactory(code="1.1"))


@pytest.fixture
def plan(measure):
    return measure.indicator.activity.plan


def put(measure, value, *, year=2027, state=TargetState.PROPOSED, source="minutes", **values):
    return TargetFactory(
        measure=measure,
        stakeholder=StakeholderFactory(code="HN"),
        year=year,
        value=value,
        state=state,
        source=source,
        **values,
    )


def rows() -> set:
    return {
        (key_of(target), target.state, target.value)
        for target in Target.objects.select_related("stakeholder")
    }


def seen_of(field: str, text: str) -> str:
    """What a cell shows, with the version of what is saved there now, if it is that."""
    _measure, holder, year = field.split("-")
    target = (
        Target.objects.exclude(state="discarded")
        .filter(stakeholder__code=None if holder == "region" else holder)
        .filter(year=None if year == "plan" else year)
        .order_by("-state")
        .first()
    )
    if not text or target is None or targets.said(target).told != text:
        return text and f"{text} antes"
    return f"{text} {targets.said(target).version}"


def typed(step="preview", **cells) -> dict:
    """Cells as a browser sends them: `HN_2027="3"`, or `HN_2027=("2", "3")` seen and typed."""
    data = {**SOURCE, "step": step}
    for name, value in cells.items():
        seen, text = value if isinstance(value, tuple) else ("", value)
        field = "1.1.a-" + name.replace("_", "-")
        data |= {f"seen-{field}": seen_of(field, seen), field: text}
    return data


def cells(response) -> dict:
    return {
        cell.field.html_name: cell for row in response.context["form"].rows for cell in row.cells
    }


def told(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_counts_what_has_no_meta_and_filters_it(client, plan, measure):
    second = MeasureFactory(activity=measure.indicator.activity)
    third = MeasureFactory(activity=measure.indicator.activity)
    TargetFactory(measure=second, state=TargetState.CONFIRMED, value=3)
    TargetFactory(measure=third, state=TargetState.DISCARDED)
    put(measure, 4)
    client.force_login(UserFactory())

    def listed(query) -> list[str]:
        axes = client.get(METAS, query).context["axes"]
        return [
            each.measure.code
            for axis in axes
            for activity in axis.activities
            for each in activity.measures
        ]

    page = told(client.get(METAS))
    assert "1 de 3 medidas sin meta." in page
    assert "Con meta vigente: 1. Con propuesta pendiente: 1." in page
    assert page.count('<span class="tag none">sin meta</span>') == 1
    assert listed({}) == listed({"show": "otra"}) == ["1.1.a", "1.1.b", "1.1.c"]
    assert listed({"show": "sin-meta"}) == ["1.1.c"]
    assert listed({"show": "propuestas"}) == ["1.1.a"]


def test_a_retired_measure_is_not_counted(client, plan, measure):
    MeasureFactory(activity=measure.indicator.activity, retired_on=datetime.date(2024, 1, 1))
    client.force_login(UserFactory())

    assert "1 de 1 medidas sin meta." in told(client.get(METAS))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_measures(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        TargetFactory(measure=MeasureFactory(), stakeholder=StakeholderFactory())
    client.force_login(UserFactory())

    with django_assert_num_queries(9):
        page = client.get(METAS)

    assert told(page).count("implícita en el texto") == count


def test_the_grid_of_a_measure_has_a_row_for_the_region_and_for_who_is_asked(office, plan):
    page = office.get(GRID)

    grid = page.context["grid"]
    assert [row.name for row in grid.rows] == ["La región", "Honduras"]
    assert grid.columns == ["Todo el plan", "2024", "2025", "2026", "2027", "2028"]
    assert 'aria-label="1.1.a · Honduras · 2027"' in told(page)


def test_the_grid_of_a_holder_has_a_row_for_each_measure_asked_of_it(office, plan, measure):
    MeasureFactory(activity=measure.indicator.activity, reported_by="coordination")

    region = office.get(f"{METAS}de/region/").context["grid"]
    honduras = office.get(f"{METAS}de/HN/").context["grid"]

    assert [row.code for row in region.rows] == ["1.1.a", "1.1.b"]
    assert [row.code for row in honduras.rows] == ["1.1.a"]
    assert honduras.title == "Metas de Honduras"


def test_what_waits_and_what_is_in_force_can_be_told_apart(office, plan, measure):
    put(measure, 3, state=TargetState.CONFIRMED)
    put(measure, 5)
    put(measure, 2, year=2028, state=TargetState.CONFIRMED)

    page = office.get(GRID)

    both, only = cells(page)["1.1.a-HN-2027"], cells(page)["1.1.a-HN-2028"]
    assert (both.shown, both.in_force, both.is_proposed) == ("5", "3", True)
    assert (only.shown, only.in_force, only.is_proposed) == ("2", "2", False)
    assert "propuesta<br>vigente: 3" in told(page)


def test_the_difference_is_shown_first_and_saved_when_confirmed(office, plan, measure):
    put(measure, 3, state=TargetState.CONFIRMED)
    put(measure, 1, year=2028)
    data = typed(HN_2027=("3", "25"), HN_2028=("1", ""), region_plan="100")

    preview = office.post(GRID, data)

    assert [
        (change.place, change.in_force and change.in_force.told, change.new and change.new.told)
        for change in preview.context["changes"]
    ] == [
        ("1.1.a · la región · todo el plan", None, "100"),
        ("1.1.a · Honduras · 2027", "3", "25"),
        ("1.1.a · Honduras · 2028", None, None),
    ]
    assert "Fuente: <strong>acta</strong>, Acta 3, 01/03/2026." in told(preview)
    assert Target.objects.count() == 2

    hidden = dict(preview.context["form"].hidden)
    saved = office.post(GRID, {**hidden, "step": "save"}, follow=True)

    assert saved.redirect_chain == [(GRID, 302)]
    assert "Se guardaron 3 cambios." in told(saved)
    assert rows() == {
        (HN_2027, "confirmed", Decimal(3)),
        (HN_2027, "proposed", Decimal(25)),
        (Key("1.1.a", None, None), "proposed", Decimal(100)),
    }
    proposal = Target.objects.get(stakeholder=None)
    assert targets.said(proposal) == Proposal(
        Decimal(100), "minutes", "Acta 3", datetime.date(2026, 3, 1)
    )


def test_the_difference_can_be_left_to_go_on_editing_and_nothing_typed_is_lost(office, plan):
    page = office.post(GRID, typed("edit", HN_2027="2,5"))

    assert cells(page)["1.1.a-HN-2027"].shown == "2,5"
    assert page.context["form"]["source_note"].value() == "Acta 3"


def test_a_grid_that_nobody_touched_says_that_nothing_changes(office, plan, measure):
    put(measure, 3)

    page = office.post(GRID, {"step": "preview", **without_source(HN_2027=("3", "3"))})

    assert page.status_code == 200
    assert "No cambió ninguna meta" in told(page)


def without_source(**cells) -> dict:
    return {name: value for name, value in typed(**cells).items() if name not in SOURCE}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "Una meta no puede ser negativa."),
        ("muchas", "Escriba un número sin separador de miles: por ejemplo 1000 o 2,5."),
        ("1.000", "Escriba un número sin separador de miles: por ejemplo 1000 o 2,5."),
        ("1e3", "Escriba un número sin separador de miles: por ejemplo 1000 o 2,5."),
        ("1000000000000", "Este número es demasiado grande; revíselo."),
    ],
)
def test_a_wrong_number_is_told_at_its_cell_and_nothing_typed_is_lost(office, plan, text, sentence):
    page = office.post(GRID, typed(HN_2027=text, HN_2028="4"))

    assert page.status_code == 422
    wrong, right = cells(page)["1.1.a-HN-2027"], cells(page)["1.1.a-HN-2028"]
    assert (list(wrong.field.errors), wrong.shown) == ([sentence], text)
    assert (list(right.field.errors), right.shown) == ([], "4")
    assert page.context["form"]["source_note"].value() == "Acta 3"
    assert rows() == set()


def test_what_changes_says_where_it_comes_from(office, plan):
    page = office.post(GRID, without_source(HN_2027="3"))

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "source": ["Diga de dónde salen los números que cambian."],
        "dated": ["Diga de qué fecha es la fuente."],
    }


def test_withdrawing_a_proposal_needs_no_source(office, plan, measure):
    put(measure, 3)

    office.post(GRID, {**without_source(HN_2027=("3", "")), "step": "save"})

    assert rows() == set()


def test_emptying_a_meta_in_force_is_refused_at_its_cell(office, plan, measure):
    put(measure, 3, state=TargetState.CONFIRMED)

    page = office.post(GRID, typed("save", HN_2027=("3", "")))

    assert page.status_code == 422
    assert list(cells(page)["1.1.a-HN-2027"].field.errors) == [
        "Está vigente: se descarta en «Visto bueno», no vaciando la celda."
    ]


def test_typing_what_is_in_force_withdraws_the_proposal(office, plan, measure):
    put(measure, 3, state=TargetState.CONFIRMED)
    put(measure, 5)

    office.post(GRID, typed("save", HN_2027=("5", "3")))
    again = office.post(GRID, typed("save", HN_2027=("5", "3")), follow=True)

    assert "Estos cambios ya estaban guardados." in told(again)
    assert rows() == {(HN_2027, "confirmed", Decimal(3))}


def test_a_cell_that_a_colleague_changed_too_shows_both_values_and_asks_again(
    office, plan, measure
):
    put(measure, 2, dated="2026-03-01")
    put(measure, 7, year=2026)

    refused = office.post(GRID, typed("save", HN_2027="5", HN_2028="4"))

    assert refused.status_code == 422
    cell = cells(refused)["1.1.a-HN-2027"]
    assert list(cell.field.errors) == [
        "Entretanto otra persona guardó 2 (acta, 01/03/2026) y usted escribió 5. Si vale lo suyo,"
        " envíelo de nuevo; si no, escriba lo guardado."
    ]
    assert (cell.shown, cell.now) == ("5", "2")
    assert cells(refused)["1.1.a-HN-2026"].shown == "7"

    office.post(GRID, typed("save", HN_2027=("2", "5"), HN_2028="4"))

    assert {(key.year, value) for key, _state, value in rows()} == {(2026, 7), (2027, 5), (2028, 4)}


def test_the_source_of_the_proposals_that_wait_is_corrected_without_their_values(
    office, plan, measure
):
    put(measure, 3)

    preview = office.post(GRID, {**typed(HN_2027=("3", "3")), "again": "on"})
    assert "cambia la fuente" in told(preview)
    office.post(GRID, {**dict(preview.context["form"].hidden), "step": "save"})

    assert targets.said(Target.objects.get()) == Proposal(
        Decimal(3), "minutes", "Acta 3", datetime.date(2026, 3, 1)
    )


def test_the_source_is_not_put_over_what_a_colleague_saved_meanwhile(office, plan, measure):
    waiting = put(measure, 5, source_note="Acta 1")
    opened = {**all_cells(office.get(GRID)), **SOURCE, "again": "on"}
    preview = office.post(GRID, {**opened, "step": "preview"})
    waiting.value, waiting.source, waiting.source_note = 7, "operational_plan", "POA 2"
    waiting.dated = datetime.date(2026, 3, 1)
    waiting.save()

    for data in (opened, dict(preview.context["form"].hidden)):
        refused = office.post(GRID, {**data, "step": "save"})

        assert refused.status_code == 422
        cell = cells(refused)["1.1.a-HN-2027"]
        assert list(cell.field.errors) == [
            "Entretanto otra persona guardó aquí 7 (Plan Operativo, POA 2, 01/03/2026). Queda así,"
            " salvo que lo envíe de nuevo con la casilla «Poner esta fuente también» marcada."
        ]
        assert cell.shown == "7"
        waiting.refresh_from_db()
        assert (waiting.value, waiting.source_note) == (7, "POA 2")

    office.post(GRID, {**SOURCE, **all_cells(refused), "again": "on", "step": "save"})

    waiting.refresh_from_db()
    assert (waiting.value, waiting.source_note) == (7, "Acta 3")


def test_the_source_is_not_put_over_a_proposal_that_was_not_there(office, plan, measure):
    opened = {**all_cells(office.get(GRID)), **SOURCE, "again": "on"}
    put(measure, 7, source_note="POA 2")

    assert office.post(GRID, {**opened, "step": "save"}).status_code == 422
    assert Target.objects.get().source_note == "POA 2"


def test_a_cell_left_as_it_was_shows_what_a_colleague_saved_when_another_is_wrong(
    office, plan, measure
):
    opened = all_cells(office.get(GRID))
    put(measure, 7)

    refused = office.post(GRID, {**SOURCE, **opened, "1.1.a-HN-2028": "muchas"})
    assert cells(refused)["1.1.a-HN-2027"].shown == "7"
    assert cells(refused)["1.1.a-HN-2028"].shown == "muchas"

    mended = {**SOURCE, **all_cells(refused), "1.1.a-HN-2028": "4", "step": "save"}
    office.post(GRID, mended)

    assert {(key.year, value) for key, _state, value in rows()} == {(2027, 7), (2028, 4)}


def sources(page) -> list[str]:
    return [value for value, _label in page.context["form"].fields["source"].choices]


def test_the_secretariat_cannot_make_a_number_implied_to_confirm_it_alone(office, plan, measure):
    put(measure, 1)
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))
    forged = {**typed("save", HN_2027=("1", "1"), HN_2028="4"), "source": "implied"}

    for data in (forged, {**forged, "again": "on"}):
        page = office.post(GRID, data)
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["source"]
    assert sources(page) == ["", "minutes", "operational_plan"]

    put(measure, 3, year=2026, source="implied")
    page = office.post(GRID, {**forged, "again": "on"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"1.1.a-HN-2027", "1.1.a-HN-2028"}
    assert set(Target.objects.values_list("year", "value", "source")) == {
        (2026, Decimal(3), "implied"),
        (2027, Decimal(1), "minutes"),
    }


def test_the_words_that_imply_a_number_are_corrected_with_the_same_source(office, plan, measure):
    implied = put(measure, 3, source="implied")
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))
    assert sources(office.get(GRID)) == ["", "implied", "minutes", "operational_plan"]

    data = {**typed("save", HN_2027=("3", "3")), "again": "on", "source": "implied"}
    office.post(GRID, {**data, "source_note": "«una por país»"})

    implied.refresh_from_db()
    assert (implied.source, implied.source_note) == ("implied", "«una por país»")


def test_the_coordination_is_offered_once(office, plan):
    StakeholderFactory(presidency=True)
    MeasureFactory(activity=ActivityFactory(code="5.1"), reported_by="coordination")

    grid = office.get(f"{METAS}5.1.a/").context["grid"]

    assert [row.name for row in grid.rows] == ["La región", "Coordinación regional"]
    assert office.get(METAS).context["holders"] == [
        ("ST", "Coordinación regional"),
        ("HN", "Honduras"),
    ]
    assert office.get(f"{METAS}de/ST/").context["grid"].title == "Metas de Coordinación regional"
    assert office.get(f"{METAS}de/PRES/").status_code == 404


def test_the_page_of_an_activity_leads_who_edits_to_the_metas_of_its_measures(client, plan):
    address = plan.activities.get().get_absolute_url()
    client.force_login(UserFactory())
    assert GRID not in client.get(address).text

    assert f'<a class="edit" href="{GRID}">Editar metas' in told(
        hat(client, secretariat=True).get(address)
    )


def test_a_meta_of_the_past_in_the_edition_is_shown_closed(office, plan, measure):
    put(measure, 3, year=2024, state=TargetState.CONFIRMED)
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))

    page = office.get(GRID)

    assert 'name="1.1.a-HN-2024"' not in told(page)
    assert "cerrada" in told(page)
    assert office.post(GRID, typed("save", HN_2024=("3", "4"))).status_code == 422
    assert rows() == {(Key("1.1.a", "HN", 2024), "confirmed", Decimal(3))}


FILL = {"fill_value": "1", "fill_holders": "countries", "fill_years": "each"}


def test_one_by_country_and_year_fills_forty_five_cells(office, plan, measure):
    for number in range(8):
        StakeholderFactory(code=f"P{number}")
    data = {**SOURCE, **all_cells(office.get(GRID)), **FILL, "step": "fill"}

    preview = office.post(GRID, data)

    assert len(preview.context["changes"]) == 45
    assert rows() == set()
    office.post(GRID, {**dict(preview.context["form"].hidden), "step": "save"})
    assert Target.objects.filter(state="proposed", value=1, source="minutes").count() == 45
    assert not Target.objects.filter(stakeholder=None).exists()
    assert not Target.objects.filter(year=None).exists()


def all_cells(page) -> dict:
    found = cells(page)
    return {name: cell.shown for name, cell in found.items()} | {
        f"seen-{name}": cell.seen for name, cell in found.items()
    }


@pytest.mark.parametrize(
    ("choice", "places"),
    [
        ({"fill_holders": "region", "fill_years": "plan"}, {(None, None)}),
        ({"fill_holders": "all", "fill_years": "2028"}, {(None, 2028), ("HN", 2028)}),
        (
            {"fill_holders": "countries", "fill_years": "each"},
            {("HN", year) for year in (2024, 2025, 2026, 2028)},
        ),
        (
            {"fill_holders": "countries", "fill_years": "each", "fill_over": "on"},
            {("HN", year) for year in (2024, 2025, 2026, 2027, 2028)},
        ),
    ],
)
def test_the_fill_reaches_what_was_chosen_and_only_empty_cells_unless_asked(
    office, plan, measure, choice, places
):
    put(measure, 3)
    data = {**SOURCE, **all_cells(office.get(GRID)), "fill_value": "1", "step": "fill"}

    preview = office.post(GRID, {**data, **choice})

    changes = preview.context["changes"]
    assert {(change.key.holder, change.key.year) for change in changes} == places


@pytest.mark.parametrize("value", ["", "-2", "uno"])
def test_a_fill_without_a_number_keeps_what_was_typed(office, plan, value):
    page = office.post(GRID, {**typed("fill", HN_2027="4"), **FILL, "fill_value": value})

    assert page.status_code == 422
    assert list(page.context["fill"].errors) == ["fill_value"]
    assert cells(page)["1.1.a-HN-2027"].shown == "4"


@pytest.mark.parametrize("address", [GRID, f"{METAS}de/HN/"])
def test_only_the_secretariat_edits_the_metas(client, plan, address):
    hat(client, presidency=True)

    assert client.get(address).status_code == 403
    assert client.post(address, typed("save", HN_2027="3")).status_code == 403
    assert rows() == set()


@pytest.mark.parametrize("address", ["9.9.a/", "de/XX/", "de/DONANTES/"])
def test_what_is_asked_of_nobody_has_no_grid(office, plan, address):
    StakeholderFactory(donor=True)

    assert office.get(f"{METAS}{address}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_costs_the_same_for_any_number_of_holders(
    office, plan, measure, count, django_assert_num_queries
):
    for number in range(count):
        TargetFactory(measure=measure, stakeholder=StakeholderFactory(code=f"P{number}"))

    with django_assert_num_queries(9):
        page = office.get(GRID)

    assert told(page).count('class="waits"') == count


def chosen(*found) -> list[str]:
    return [f"{target.pk}:{seen_as(target)}" for target in found]


def test_equal_proposals_stand_together_with_the_value_in_force_beside(client, plan, measure):
    put(measure, 3, state=TargetState.CONFIRMED)
    first, second = put(measure, 5), put(measure, 5, year=2028)
    put(measure, 7, year=2026, source="operational_plan")
    hat(client, presidency=True)

    page = client.get(DECIDE)

    (each,) = page.context["measures"]
    assert [
        (group.value, group.source, [(c.who, c.when, c.in_force) for c in group.choices])
        for group in each.groups
    ] == [
        ("5", "acta", [("Honduras", "2027", "3"), ("Honduras", "2028", "")]),
        ("7", "Plan Operativo", [("Honduras", "2026", "")]),
    ]
    assert each.groups[0].values == ",".join(chosen(first, second))


def test_presidency_gives_the_visto_bueno_to_a_group_or_to_one(client, plan, measure):
    group = put(measure, 5), put(measure, 5, year=2028)
    other = put(measure, 7, year=2026)
    hat(client, presidency=True)

    page = client.post(
        DECIDE, {"step": "confirm", "chosen": [",".join(chosen(*group))]}, follow=True
    )

    assert "Metas con visto bueno: 2." in told(page)
    assert set(Target.objects.confirmed()) == set(group)
    client.post(DECIDE, {"step": "confirm", "chosen": chosen(other)})
    assert Target.objects.confirmed().count() == 3


def test_discarding_asks_the_reason_and_keeps_it(client, plan, measure):
    waiting = put(measure, 5)
    hat(client, presidency=True)
    data = {"step": "discard", "chosen": chosen(waiting)}

    refused = client.post(DECIDE, data)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"reason": ["Diga por qué se descarta."]}
    assert f'value="{chosen(waiting)[0]}" checked' in told(refused)
    client.post(DECIDE, {**data, "reason": "No la acordaron."})

    waiting.refresh_from_db()
    assert waiting.state == TargetState.DISCARDED
    assert waiting.history.first().history_change_reason == "No la acordaron."


def test_the_secretariat_is_told_what_only_presidency_confirms(office, plan, measure):
    agreed = put(measure, 5)
    implied = put(measure, 1, year=2028, source="implied")

    page = told(office.get(DECIDE))
    refused = office.post(DECIDE, {"step": "confirm", "chosen": chosen(agreed, implied)})

    assert page.count("La confirma la Presidencia.") == 1
    assert refused.status_code == 422
    assert "1.1.a · Honduras · 2027: La confirma la Presidencia." in told(refused)
    assert not Target.objects.confirmed().exists()
    office.post(DECIDE, {"step": "confirm", "chosen": chosen(implied)})
    assert list(Target.objects.confirmed()) == [implied]


def test_a_proposal_changed_since_the_page_was_opened_is_not_confirmed(client, plan, measure):
    waiting = put(measure, 5)
    before = chosen(waiting)
    waiting.value = 500
    waiting.save()
    hat(client, presidency=True)

    page = client.post(DECIDE, {"step": "confirm", "chosen": before})

    assert page.status_code == 422
    assert "No se decidió nada" in told(page)
    assert not Target.objects.confirmed().exists()


@pytest.mark.parametrize("values", [[], ["x"], ["x:y"], ["1"], ["²:y"], ["9" * 30 + ":y"]])
def test_a_page_that_came_incomplete_decides_nothing(client, plan, measure, values):
    put(measure, 5)
    hat(client, presidency=True)

    assert client.post(DECIDE, {"step": "confirm", "chosen": values}).status_code == 422
    assert not Target.objects.confirmed().exists()


def test_others_read_what_waits_and_decide_nothing(client, plan, measure):
    waiting = put(measure, 5)
    client.force_login(MembershipFactory().user)

    page = client.get(DECIDE)

    assert page.status_code == 200
    assert "La confirma la Presidencia." in told(page)
    assert 'type="checkbox"' not in told(page)
    assert client.post(DECIDE, {"step": "confirm", "chosen": chosen(waiting)}).status_code == 403
    assert not Target.objects.confirmed().exists()


def test_what_is_in_force_is_discarded_from_the_page_of_its_measure(client, plan, measure):
    in_force = put(measure, 5, state=TargetState.CONFIRMED)
    hat(client, presidency=True)

    assert client.get(DECIDE).context["measures"] == []
    address = f"{DECIDE}?medida=1.1.a"
    assert "Vigente: 5" in told(client.get(address))
    saved = client.post(
        address, {"step": "discard", "chosen": chosen(in_force), "reason": "Ya no."}
    )

    assert saved.url == address
    assert rows() == {(HN_2027, "discarded", Decimal(5))}


@pytest.mark.parametrize("count", [1, 3])
def test_the_visto_bueno_costs_the_same_for_any_number_of_proposals(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        TargetFactory(measure=MeasureFactory(), stakeholder=StakeholderFactory())
    hat(client, presidency=True)

    with django_assert_num_queries(5):
        page = client.get(DECIDE)

    assert told(page).count('type="checkbox"') == count


def test_the_measures_page_leads_to_the_metas(office, plan):
    assert METAS in office.get(reverse("plan:measures", args=[plan.code])).content.decode()
