from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.conftest import plain, written_again
from tests.trust.places import Map
from tests.trust.world import in_a_moment, make_trust_world


@pytest.fixture(scope="module")
def standing_media(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("standing")


@pytest.fixture(scope="module")
def standing_world(plan_rows, django_db_blocker, standing_media) -> Iterator[Map]:
    """Made once for the tests of a module, which leave it as they found it."""
    with (
        django_db_blocker.unblock(),
        override_settings(**plain(standing_media)),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        in_a_moment(patch)
        world = Map(make_trust_world(written_again(plan_rows)))
        count_rows()
        yield world
        transaction.set_rollback(True)


def count_rows() -> None:
    """Else PostgreSQL takes every table for an empty one, and some questions never end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture
def lent_world(standing_world, standing_media, db, settings) -> Map:
    """For one test, which is undone within what was made for all."""
    settings.MEDIA_ROOT = standing_media
    return standing_world
