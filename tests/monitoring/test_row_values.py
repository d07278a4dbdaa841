from decimal import Decimal

import pytest

from corett.directory.models import Institution
from monitoring.models import Amount, Figure, Milestone, Record, RegistryCheck
from monitoring.row_values import PARTS, read_rows
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    RecordFactory,
    StakeholderFactory,
)
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory()


def full_row(entry, letter="a") -> Record:
    """A row that gives something of every kind, and with whom."""
    honduras = StakeholderFactory(code="HN", name="Honduras")
    measure = MeasureFactory(activity=entry.activity)
    institutions = [
        InstitutionFactory(country=honduras, name=f"Zeta {letter}", is_public=False),
        InstitutionFactory(country=None, name=f"alfa {letter}", type="international"),
    ]
    record = RecordFactory(entry=entry, institutions=institutions)
    for category, number in [("women", 2**40), ("men", 0)]:
        Figure.objects.create(record=record, measure=measure, category=category, number=number)
    Milestone.objects.create(record=record, measure=measure, stage="approved")
    RegistryCheck.objects.create(record=record, measure=measure, is_current=True)
    Amount.objects.create(
        record=record,
        measure=measure,
        amount=Decimal("12345678901234.56"),
        usd=Decimal("0.01"),
        currency="HNL",
        source="Fondo",
        status="managed",
    )
    return record


def parts_of(record: Record) -> dict:
    return {
        part: [
            [getattr(one, field.attname) for field in model._meta.concrete_fields]
            for one in getattr(record, part).all()
        ]
        for part, (model, _fields) in PARTS.items()
    }


def named(record: Record) -> set[tuple]:
    return {
        (one.pk, one.country, one.name, one.type, one.sector, one.is_public)
        for one in record.institutions.all()
    }


def test_rows_are_read_exactly_as_they_were_written(entry):
    kept = full_row(entry)
    RecordFactory(entry=entry)

    full, empty = read_rows(Record.objects.filter(entry=entry))

    assert parts_of(full) == parts_of(Record.objects.get(pk=kept.pk))
    assert named(full) == named(Record.objects.get(pk=kept.pk))
    assert [one.name for one in full.institutions.all()] == ["alfa a", "Zeta a"]
    assert parts_of(empty) == {part: [] for part in PARTS}
    assert list(empty.institutions.all()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_rows_costs_two_questions_and_what_they_name_none(entry, count):
    for number in range(count):
        full_row(entry, letter=str(number))
    measures = {one.pk: one for one in entry.activity.indicator.measures.all()}
    parties = {one.pk: one for one in [StakeholderFactory(code="HN")]}

    with asked() as statements:
        for row in read_rows(
            Record.objects.filter(entry=entry), measures=measures, parties=parties
        ):
            parts_of(row), named(row)
            assert [figure.measure.name for figure in row.figures.all()]
            assert row.figures.all()[0].record is row

    assert len(statements) == 2


def test_only_the_institutions_that_a_reader_may_see_are_named(entry):
    full_row(entry)
    public = Institution.objects.filter(is_public=True)

    [row] = read_rows(Record.objects.filter(entry=entry), institutions=public)

    assert [one.name for one in row.institutions.all()] == ["alfa a"]


def test_an_object_that_was_read_is_changed_and_not_added_again(entry):
    full_row(entry)
    [row] = read_rows(Record.objects.filter(entry=entry))

    figure = row.figures.all()[0]
    figure.number = 7
    figure.save()

    assert sorted(Figure.objects.values_list("number", flat=True)) == [0, 7]
