"""Every form, sent with every column that there is, changes what its page offers and no more."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.scale import times
from tests.trust.forging import PRESSED, differences, effect_of, forged
from tests.trust.forms_on_pages import Offered, offered
from tests.trust.places import Map, Place
from tests.trust.routes import routes, tables
from tests.trust.submissions import OWN, SUBMISSIONS, Clerk
from tests.trust.verdicts import enter, undone
from tests.trust.world import in_a_moment, make_trust_world

AT_THE_DOOR = {"accounts:login", "accounts:logout", "accounts:membership_choose"}
"""They write nothing but who is here."""


@pytest.fixture
def world(loaded_plan, monkeypatch) -> Map:
    in_a_moment(monkeypatch)
    stopped = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: stopped)
    return Map(make_trust_world(loaded_plan))


def sent_with_everything(client, url: str, data: dict, columns: dict) -> list[str]:
    """What the columns changed, beside what the form changes by itself."""
    more = {name: value for name, value in columns.items() if name not in data | {"once": ""}}
    clean = [effect_of(client, url, data) for _time in range(2)]
    assert clean[0], f"{url} no escribe nada."
    return differences(*clean, effect_of(client, url, {**more, **data}))


def submissions(world: Map, client) -> Iterator[tuple[Place, dict, set[str]]]:
    """Each address once, in a state in which its form is offered, with all the fields it offers."""
    clerk = Clerk(world, client)
    for route in routes():
        if route.name in AT_THE_DOOR or route.name not in SUBMISSIONS:
            continue
        yield next(filled(clerk, place) for place in world.places(route) if can_fill(clerk, place))


def can_fill(clerk: Clerk, place: Place) -> bool:
    with undone():
        data = clerk.fills(place)
        return data is not None and clerk.client.post(place.url, data).status_code == 302


def filled(clerk: Clerk, place: Place) -> tuple[Place, dict, set[str]]:
    submission = SUBMISSIONS[place.route.name]
    data = clerk.fills(place)
    form = clerk.form_of(submission, place)
    return place, data, set(form.options) | set(data)


def test_no_form_of_the_system_takes_a_column_that_its_page_does_not_offer(world, client, figure):
    columns, told, taken = forged(), 0, {}

    for place, data, own in submissions(world, client):
        spare = {name: value for name, value in columns.items() if name not in own | PRESSED}
        told += len(spare)
        if changed := sent_with_everything(client, place.url, data, spare):
            taken[place.route.name] = changed

    assert taken == {}
    figure("asignación masiva: formularios", len(SUBMISSIONS) - len(AT_THE_DOOR))
    figure("asignación masiva: columnas forjadas", told)
    figure("asignación masiva: columnas cambiadas", 0)


def admin_forms(world: Map) -> Iterator[str]:
    """The page of a row of every table that the Secretaría changes."""
    for table, kind in tables().items():
        row = world.row_of(table)
        if kind != "solo para leer" and row is not None:
            yield reverse(f"admin:{table.replace('/', '_')}_change", args=[row.pk])


def changes(form: Offered) -> bool:
    """Whether the page offers to save: some rows are only read there."""
    return "_save" in form.options


def test_no_form_of_the_admin_takes_one_either(world, client, figure):
    columns, told, taken = forged(), 0, {}
    pages = list(admin_forms(world))[: times(1000, ci=8)]
    enter(client, world.world.people["Secretaría"])

    for url in pages:
        form = offered(client.get(url).content, url, url)
        spare = {
            name: value for name, value in columns.items() if name not in {*form.options, "_save"}
        }
        told += len(spare)
        if changed := sent_with_everything(client, url, form.values, spare):
            taken[url] = changed

    assert taken == {}
    figure("asignación masiva: tablas de la edición", len(pages))
    figure("asignación masiva: columnas forjadas en ellas", told)


def test_a_country_does_not_report_for_another_by_naming_it(world, client):
    """The forged country is not merely ignored: nothing of the other country is touched."""
    place = next(
        one
        for one in world.places(next(r for r in routes() if r.name == "monitoring:record_add"))
        if one.state == "borrador"
    )
    clerk = Clerk(world, client)
    data = clerk.fills(place)
    clerk.enter(OWN, place)
    other = world.world.reports["devuelto"].record.entry

    with undone():
        client.post(place.url, {**data, "entry": other.pk, "report": other.report_id})

        assert other.records.count() == 1
        assert world.world.reports["borrador"].record.entry.records.count() == 2
