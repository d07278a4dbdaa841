"""While an edition is published every call fails once in turn: it is published whole or not."""

import pytest
from django.db import DatabaseError, connection

from monitoring import annual
from monitoring.models import AnnualReport
from tests.annual import quick_files
from tests.monitoring.annual.runs_left import (
    a_minute_passes,
    is_whole,
    named,
    next_publication,
    stored,
)
from tests.monitoring.annual_world import World, make_reported_world
from tests.scale import IS_SOAK
from tests.trust.faults import PLACES

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = {"base de datos": 29, "archivos": 9, "correo": 1}
"""How far from one to the next in CI."""


@pytest.fixture
def world(monkeypatch) -> World:
    quick_files(monkeypatch)
    return make_reported_world()


def struck(place: str, number: int, world: World) -> bool:
    """One fault at that call of a publication, and what comes of it and of the next try."""
    publication = next_publication(world)
    with PLACES[place](number) as fault:
        try:
            annual.carry_out(publication)
        except DatabaseError:
            assert place == "base de datos"
    connection.close()

    report = AnnualReport.objects.get(pk=publication.report_id)
    assert is_whole(report), (place, number)
    assert annual.verify().faults == []
    a_minute_passes()
    waiting = annual.recover()
    assert stored() == named(), (place, number)
    if not report.is_published:
        [again] = waiting or [next_publication(world)]
        assert annual.carry_out(again).state == "done", (place, number)
    assert stored() == named()
    return fault.has_struck


@pytest.mark.parametrize("place", PLACES)
def test_whatever_call_fails_the_edition_is_published_whole_or_not(place, world, figure):
    tried, step = 0, 1 if IS_SOAK else CALLS[place]

    for number in range(1, 2000, step):
        if not struck(place, number, world):
            break
        tried += 1

    assert tried > 0
    figure(f"publicar un informe, falla una vez cada llamada ({place})", f"{tried}, a medias 0")
