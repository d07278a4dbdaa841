import pytest

from monitoring.reading import read_year
from monitoring.region.countries import country, country_lines, read_party
from monitoring.region.country_sheets import country_sheets, list_sheets
from monitoring.region.seen import ReviewSeen, Seen, seen_of
from monitoring.reporting import year_data
from risks.models import Level
from tests.factories import (
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.monitoring.annual_world import AFTER_THE_YEAR, met, only_activity, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(activity):
    return MeasureFactory(activity=activity)


def read_one(world, code="HN", year=2025, *, seen=None, named=lambda code: True):
    reading = read_party(world.plan, year, code, as_of=AFTER_THE_YEAR)
    return country(reading, code, seen or Seen(), named=named)


def lines(world, *, to_date=False) -> list:
    reading = read_year(world.plan, 2025, as_of=AFTER_THE_YEAR, with_risks=False)
    return country_lines(reading, year_data(reading), to_date=to_date, named=lambda code: True)


def sheet(found, title: str) -> list[list]:
    [one] = [one for one in country_sheets(found) if one.title == title]
    return one.rows


def seen_by(membership, world, code="HN") -> Seen:
    return seen_of(membership.user, world.plan, code)


# The page of one


def test_a_country_has_the_same_numbers_as_the_region_gives_it(world, activity, measure):
    world.goal(measure, 4, who="HN")
    met(world, "HN", activity, 3)
    met(world, "HN", activity, 2, semester="2025-2")
    met(world, "GT", activity, 7)
    whole = read(world)
    [own] = [row for row in only_activity(whole)["measures"][0]["rows"] if row["code"] == "HN"]

    found = read_one(world)

    [axis] = found.axes
    [one] = axis.activities
    assert [one.numbers for one in one.measures] == [own]
    assert [state["label"] for state in (one.line.state, one.state_to_date)] == [
        "cumplido",
        "sin meta",
    ]
    assert found.found.actions == 5


def test_each_semester_stands_beside_the_year_the_meta_and_both_percentages(
    world, activity, measure
):
    world.goal(measure, 4, who="HN")
    world.goal(measure, 20, who="HN", year=None)
    met(world, "HN", activity, 1, semester="2024-2")
    met(world, "HN", activity, 3)

    row = sheet(read_one(world), "Medidas")[0]

    assert row[3:] == [
        *(3, None, None, None, 3, None),
        *(4, 75, "amarillo"),
        *(4, None, 20, 20, "en plazo"),
    ]


def test_a_semester_says_how_its_report_stands_only_to_who_may_know(world, activity, measure):
    world.report("HN", "2025-1")
    world.report("HN", "2025-2", returned=True)

    told = [one.state["label"] for one in read_one(world).semesters]
    withheld = [one.state["label"] for one in read_one(world, named=lambda code: False).semesters]

    assert told == ["Validado", "Devuelto"]
    assert withheld == ["Validado", "Sin informe validado"]


def test_what_is_not_validated_is_in_no_figure_of_the_page(world, activity, measure):
    world.report("HN", "2025-1", returned=True)
    row = world.record("HN", activity, quantity=9, resources_usd=50, resources_source="Fondo")
    row.institutions.add(InstitutionFactory(country=world.party("HN")))
    EvidenceFactory(accepted=True, entry=row.entry)

    found = read_one(world)

    assert found.found.actions == 0
    assert found.axes[0].activities[0].measures[0].numbers["year"]["number"] is None
    assert (found.institutions.total, found.found.resources) == (0, [])
    assert found.evidence == {"accepted": 0, "rejected": 0, "waiting": 0, "all": 0}


def test_institutions_that_the_reader_may_not_see_are_counted_and_not_named(
    world, activity, measure
):
    open_one, closed = (
        InstitutionFactory(country=world.party("HN"), name="Fiscalía"),
        InstitutionFactory(country=world.party("HN"), name="Reservada", is_public=False),
    )
    for semester in ("2025-1", "2025-2"):
        world.record("HN", activity, semester).institutions.add(open_one, closed)
    world.record("HN", activity, "2024-2").institutions.add(InstitutionFactory(name="De antes"))

    found = read_one(world, seen=Seen(institutions={open_one.pk}))

    assert found.institutions.lines == [("Fiscalía", open_one.pk)]
    assert (found.institutions.unnamed, found.institutions.total) == (1, 2)
    assert sheet(found, "Instituciones") == [["Fiscalía"], ["(1 sin nombrar)"]]


def test_evidence_is_counted_by_what_the_review_said_of_it(world, activity, measure):
    entry = world.entry("HN", activity)
    EvidenceFactory(accepted=True, entry=entry)
    EvidenceFactory(entry=entry)
    EvidenceFactory(accepted=True, entry=world.entry("GT", activity))

    found = read_one(world)

    assert found.evidence == {"accepted": 1, "rejected": 0, "waiting": 1, "all": 2}
    assert sheet(found, "Medios de verificación") == [
        ["aceptados", 1],
        ["no aceptados", 0],
        ["sin juzgar", 1],
    ]


def test_a_late_row_brings_its_institutions_to_the_year_in_which_it_ended(world, activity, measure):
    institution = InstitutionFactory(name="Fiscalía")
    late = world.record("HN", activity, "2025-1", is_late=True, ended_on="2024-11-30")
    late.institutions.add(institution)
    seen = Seen(institutions={institution.pk})

    assert read_one(world, year=2025, seen=seen).institutions.total == 0
    assert read_one(world, year=2024, seen=seen).institutions.names == ["Fiscalía"]


def test_the_coordination_has_a_page_and_whoever_does_not_report_has_none(world):
    StakeholderFactory(observer=True)

    assert read_one(world, "ST").name == "Coordinación regional"
    assert [read_one(world, code) for code in ("OIM", "PRES", "XX")] == [None, None, None]


# The list


def test_the_list_has_every_country_and_the_coordination_last(world, activity, measure):
    world.goal(measure, 2, who="HN")
    met(world, "HN", activity, 1)
    world.report("GT", "2025-1", returned=True)
    world.record("GT", activity, quantity=5)

    [found] = list_sheets(lines(world))

    assert [row[:7] for row in found.rows] == [
        ["Honduras", 1, 1, 1, 1, 1, 0],
        ["Guatemala", 0, 1, None, 1, 0, 0],
        ["Coordinación regional", 0, 1, 0, 0, 0, 0],
    ]
    assert [row[8:] for row in found.rows] == [
        [50, 1, 50, 1, 50],
        [None, 0, None, 0, None],
        [None, 0, None, 0, None],
    ]


# What the reader may see


def test_only_the_reports_that_a_reader_may_open_are_linked(world, activity):
    for semester, state in (("2024-2", "validated"), ("2025-1", "returned")):
        world.report("HN", semester, **{state: True})
    readers = {
        "own": MembershipFactory(stakeholder=world.party("HN")),
        "neighbour": MembershipFactory(stakeholder=world.party("GT")),
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)),
        "secretariat": world.secretariat,
    }

    found = {name: sorted(seen_by(one, world).reports) for name, one in readers.items()}

    assert found == {
        "own": ["2024-2", "2025-1"],
        "neighbour": [],
        "observer": ["2024-2"],
        "secretariat": ["2024-2", "2025-1"],
    }


def test_a_name_that_is_not_to_be_published_is_seen_by_its_country_and_the_region(world, activity):
    closed = InstitutionFactory(country=world.party("HN"), is_public=False)
    world.record("HN", activity).institutions.add(closed)
    hidden = InstitutionFactory(country=world.party("HN"))
    world.report("HN", "2025-2", submitted=True)
    world.record("HN", activity, "2025-2").institutions.add(hidden)

    own, neighbour = (
        seen_by(MembershipFactory(stakeholder=world.party(code)), world).institutions
        for code in ("HN", "GT")
    )

    assert (own, neighbour) == ({closed.pk}, set())
    assert seen_by(world.secretariat, world).institutions == {closed.pk}


def test_the_reviews_of_a_country_are_for_it_and_for_who_reads_the_region(world):
    semester = SemesterFactory(plan=world.plan, year=2025, half=2)
    risk = RiskFactory(plan=world.plan, code="R3", statement="Rotación.")
    RiskReviewFactory(
        risk=risk,
        semester=semester,
        stakeholder=world.party("HN"),
        level=Level.LOW,
        happened=True,
        response="Se capacitó.",
    )
    review = ReviewSeen(
        code="R3",
        statement="Rotación.",
        year=2025,
        half=2,
        level=Level.LOW,
        happened=True,
        response="Se capacitó.",
    )

    own = seen_by(MembershipFactory(stakeholder=world.party("HN")), world)
    neighbour = seen_by(MembershipFactory(stakeholder=world.party("GT")), world)

    assert (own.reviews, neighbour.reviews) == ([review], [])
    assert seen_by(world.secretariat, world).reviews == [review]
    assert sheet(read_one(world, seen=own), "Riesgos") == [
        ["2025-2", "R3", "Rotación.", "Bajo", "sí", "Se capacitó."]
    ]
    assert read_one(world, year=2024, seen=own).reviews == []
