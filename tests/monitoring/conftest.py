import pytest

from tests.monitoring.annual_world import make_world


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def activity(world):
    return world.activity("1.1")
