import pytest

from monitoring import annual
from monitoring.annual import AnnualError
from monitoring.models import AnnualReport
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    world.record("HN", world.activity("1.1"), quantity=3)
    return world


def start(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def test_starting_again_returns_the_report_in_preparation(world):
    assert start(world) == start(world)
    assert AnnualReport.objects.get().edition == 1


def test_only_the_secretariat_starts_writes_and_publishes(world):
    report = start(world)

    for refused in (
        lambda: annual.start_annual(world.plan, 2026, by=world.presidency),
        lambda: annual.save_text(report, "introduction", "x", version=1, by=world.presidency),
        lambda: annual.save_choices(report, version=1, by=world.presidency),
        lambda: annual.publish(
            report, version=report.version, by=world.presidency, reason="Sin consulta."
        ),
    ):
        with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
            refused()
    assert AnnualReport.objects.get().is_published is False


def test_a_year_outside_the_plan_is_refused(world):
    with pytest.raises(AnnualError, match="El plan va de 2024 a 2028; no tiene el año 2031."):
        annual.start_annual(world.plan, 2031, by=world.secretariat)
    with pytest.raises(AnnualError, match="no tiene el año 2023"):
        annual.summarise(world.plan, 2023, edition=1)
