"""Every form, sent with every column that there is, changes what its page offers and no more."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.scale import times
from tests.trust.forging import (
    OF_ANOTHER_FORM,
    beside,
    differences,
    effect_of,
    forged,
    portions,
)
from tests.trust.forms_on_pages import offered
from tests.trust.places import Map, Place
from tests.trust.routes import Route, routes, tables
from tests.trust.submissions import OWN, SUBMISSIONS, Clerk
from tests.trust.verdicts import enter, undone

AT_THE_DOOR = {"accounts:login", "accounts:logout", "accounts:membership_choose"}
"""They write nothing but who is here."""


@pytest.fixture
def world(lent_world, monkeypatch) -> Map:
    """At one moment, so that sent twice a form writes twice the same."""
    stopped = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: stopped)
    return lent_world


def forms_sent() -> list[Route]:
    return [one for one in routes() if one.name in SUBMISSIONS.keys() - AT_THE_DOOR]


def filled(clerk: Clerk, place: Place) -> tuple[dict, set[str]] | None:
    """A submission and the fields that its page offers; None where nobody is offered the form."""
    data = clerk.fills(place)
    if data is None:
        return None
    form = clerk.form_of(SUBMISSIONS[place.route.name], place)
    return data, {*form.options, *data, *OF_ANOTHER_FORM.get(place.route.name, ())}


def taken(client: Client, url: str, data: dict, columns: dict) -> list[str] | None:
    """What the columns changed, beside what the form changes by itself; None where the form is
    not for this state.
    """
    first = effect_of(client, url, data)
    if first[0] != HTTPStatus.FOUND:
        return None
    assert first[1], f"{url} no escribe nada."
    again = effect_of(client, url, data)
    found = []
    for part in portions(columns):
        status, changed = effect_of(client, url, {**part, **data})
        found += [] if status == HTTPStatus.FOUND else [f"responde {status}"]
        found += differences(first[1], again[1], changed)
    return found


def sent_with_everything(world: Map, route: Route, columns: dict) -> tuple[int, list[str]]:
    """At the first of its addresses that takes it: how many columns were forged, what changed."""
    client = Client()
    clerk = Clerk(world, client)
    for place in world.places(route):
        with undone():
            if (found := filled(clerk, place)) is None:
                continue
            data, own = found
            spare = beside(columns, own)
            if (changed := taken(client, place.url, data, spare)) is not None:
                return len(spare), changed
    raise AssertionError(f"{route.address} no acepta su formulario en ningún estado.")


def test_no_form_of_the_system_takes_a_column_that_its_page_does_not_offer(world, figure):
    columns, told, changed = forged(), 0, {}
    sent = forms_sent()[:: times(1, ci=4)]

    for route in sent:
        count, found = sent_with_everything(world, route, columns)
        told += count
        if found:
            changed[route.name] = found

    assert changed == {}
    figure("asignación masiva: formularios", len(sent))
    figure("asignación masiva: columnas forjadas", told)
    figure("asignación masiva: columnas cambiadas", len(changed))


def admin_pages(world: Map) -> Iterator[str]:
    """Of a row of every table that is edited in the admin."""
    for table, kind in tables().items():
        row = world.row_of(table)
        if kind != "solo para leer" and row is not None:
            yield reverse(f"admin:{table.replace('/', '_')}_change", args=[row.pk])


def test_no_form_of_the_admin_takes_one_either(world, client, figure):
    """Where the Secretaría may save the row; elsewhere it is only read."""
    columns, told, saved, changed = forged(), 0, [], {}
    enter(client, world.world.people["Secretaría"])

    for url in list(admin_pages(world))[:: times(1, ci=6)]:
        form = offered(client.get(url).content, url, url)
        if form is None or "_save" not in form.options:
            continue
        spare = beside(columns, {*form.options, "_save"})
        told, saved = told + len(spare), [*saved, url]
        if found := taken(client, url, form.values, spare):
            changed[url] = found

    assert changed == {}
    figure("asignación masiva: tablas de la edición", len(saved))
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

    client.post(place.url, {**data, "entry": other.pk, "report": other.report_id})

    assert other.records.count() == 1
    assert world.world.reports["borrador"].record.entry.records.count() == 2
