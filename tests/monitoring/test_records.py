import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from corett.directory.models import Institution
from monitoring import records
from monitoring.models import Figure, ProgressEntry, Record
from monitoring.records import NewInstitution, Parts
from monitoring.reports import Stale, WritingDenied
from plan.models import Kind
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory()


@pytest.fixture
def member(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder)


def unsaved(entry, **fields) -> Record:
    start = entry.report.period.semester.start
    return Record(**{"entry": entry, "title": "Taller", "ended_on": start, **fields})


def add(record, by, **parts):
    return records.add_record(record, parts=Parts(**parts), by=by)


def change(record, by, **parts):
    return records.change_record(record, parts=Parts(**parts), by=by)


def test_a_row_is_saved_with_its_values_and_institutions(entry, member):
    measure = MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)
    known = InstitutionFactory(country=entry.report.stakeholder)

    record = add(
        unsaved(entry),
        member,
        values=[Figure(measure=measure, category="women", number=7)],
        institutions=[known],
        new_institutions=[NewInstitution(name="Una nueva")],
    )

    assert [(f.measure, f.category, f.number) for f in record.figures.all()] == [
        (measure, "women", 7)
    ]
    assert {str(row) for row in record.institutions.all()} == {known.name, "Una nueva"}
    assert Institution.objects.get(name="Una nueva").country == entry.report.stakeholder
    assert record.saved_by == member.user


def test_a_row_sent_twice_is_one_row(entry, member):
    key = uuid.uuid4()
    add(unsaved(entry, key=key), member)

    with pytest.raises(Stale) as stale:
        add(unsaved(entry, key=key, title="La misma"), member)

    assert stale.value.saved == Record.objects.get()


def test_a_failed_save_leaves_nothing_of_the_row(entry, member):
    broken = Figure(measure=MeasureFactory(activity=entry.activity), category="women", number=-1)

    with pytest.raises(IntegrityError), transaction.atomic():
        add(
            unsaved(entry),
            member,
            values=[broken],
            new_institutions=[NewInstitution(name="Una nueva")],
        )

    assert not Record.objects.exists()
    assert not Institution.objects.exists()


def test_a_row_takes_back_that_there_was_no_activity(member, entry):
    ProgressEntry.objects.update(progress="", no_activity=True)

    add(unsaved(entry), member)

    assert ProgressEntry.objects.get().no_activity is False


def test_changing_replaces_the_values_that_stood(entry, member):
    measure = MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)
    record = add(
        unsaved(entry), member, values=[Figure(measure=measure, category="women", number=7)]
    )
    record.title = "Otro título"

    change(record, member, values=[Figure(measure=measure, category="men", number=2)])

    stored = Record.objects.get()
    assert (stored.title, stored.version) == ("Otro título", 2)
    assert [(f.category, f.number) for f in stored.figures.all()] == [("men", 2)]


def test_changing_over_a_newer_version_overwrites_nothing(entry, member):
    record = add(unsaved(entry), member)
    change(Record.objects.get(), member)
    record.title = "El mío"

    with pytest.raises(Stale):
        change(record, member)

    assert Record.objects.get().title == "Taller"


@pytest.mark.parametrize("name", ["Ministerio Público", "ministerio público", "MINISTERIO PÚBLICO"])
def test_an_institution_of_the_same_name_is_not_made_twice(entry, member, name):
    known = InstitutionFactory(country=entry.report.stakeholder, name="Ministerio Público")

    record = add(unsaved(entry), member, new_institutions=[NewInstitution(name=name)])

    assert list(record.institutions.all()) == [known]


def test_another_countrys_institution_of_that_name_is_not_taken(entry, member):
    theirs = InstitutionFactory(name="Ministerio Público")

    record = add(
        unsaved(entry), member, new_institutions=[NewInstitution(name="Ministerio Público")]
    )

    assert record.institutions.get() != theirs


def test_the_coordination_takes_no_institution_of_a_country():
    InstitutionFactory(name="Ministerio Público")
    entry = EntryFactory(report__stakeholder=StakeholderFactory(secretariat=True))
    secretariat = MembershipFactory(stakeholder=entry.report.stakeholder)

    record = add(
        unsaved(entry), secretariat, new_institutions=[NewInstitution(name="Ministerio Público")]
    )

    assert record.institutions.get().country is None


def test_a_row_of_another_semester_is_refused_whoever_writes_it(entry, member):
    with pytest.raises(WritingDenied, match="infórmela en el semestre en que terminó"):
        add(unsaved(entry, ended_on=datetime.date(2025, 12, 1)), member)


def test_removing_a_row_keeps_its_evidence_with_the_activity(entry, member):
    record = RecordFactory(entry=entry)
    evidence = EvidenceFactory(entry=entry, record=record)

    records.remove_record(record, version=1, by=member)

    evidence.refresh_from_db()
    assert (evidence.record, evidence.entry) == (None, entry)


def test_a_row_that_somebody_changed_is_not_removed(entry, member):
    record = RecordFactory(entry=entry, version=2)

    with pytest.raises(Stale):
        records.remove_record(record, version=1, by=member)

    assert Record.objects.get() == record


def test_nobody_adds_to_the_report_of_another(entry):
    with pytest.raises(WritingDenied):
        add(unsaved(entry), MembershipFactory())

    assert not Record.objects.exists()


def test_a_row_takes_back_that_none_ended_and_a_late_one_does_not(entry, member):
    ProgressEntry.objects.update(no_records=True)
    before = entry.report.period.semester.start - datetime.timedelta(days=10)

    add(unsaved(entry, ended_on=before, is_late=True), member)
    after_the_late_one = ProgressEntry.objects.get().no_records
    add(unsaved(entry), member)

    assert (after_the_late_one, ProgressEntry.objects.get().no_records) == (True, False)


def test_an_international_body_belongs_to_no_country(entry, member):
    record = add(
        unsaved(entry), member, new_institutions=[NewInstitution(name="OEA", type="international")]
    )

    assert record.institutions.get().country is None


def test_the_history_keeps_what_a_row_said_before_it_was_changed_and_removed(entry, member):
    record = add(unsaved(entry, place="Danlí"), member)
    record.place = "Choluteca"
    change(record, member)
    records.remove_record(record, version=2, by=member)

    removed, changed, added = entry.changes.all()
    assert [one.action for one in (added, changed, removed)] == [
        "record_added",
        "record_changed",
        "record_removed",
    ]
    assert changed.fields == [{"label": "Lugar", "before": "Danlí", "after": "Choluteca"}]
    assert {"label": "Lugar", "before": "Choluteca", "after": ""} in removed.fields
    assert {one.by for one in (added, changed, removed)} == {member.user}
