import pytest

from monitoring import events
from monitoring.models import ProgressReport, Record
from monitoring.reports import WritingDenied
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    StakeholderFactory,
)
from tests.monitoring.annual_world import numbers, only_measure, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def sent_row(title="Foro", **report) -> Record:
    state = report or {"report__submitted": True}
    entry = EntryFactory(activity__code="1.2", report__period=PeriodFactory(), **state)
    return RecordFactory(entry=entry, title=title)


def test_linked_rows_are_one_event_until_they_are_parted(secretariat):
    mine, theirs = sent_row(), sent_row(report__validated=True)

    events.link_event(mine, [theirs], by=secretariat)
    linked = set(Record.objects.values_list("event", flat=True))
    events.link_event(Record.objects.get(pk=mine.pk), [], by=secretariat)

    assert len(linked) == 1
    assert None not in linked
    assert set(Record.objects.values_list("event", flat=True)) == {None}
    assert [change.action for change in mine.entry.changes.all()] == ["linked", "linked"]
    [told] = theirs.entry.changes.all()
    assert str(mine.entry.report.stakeholder) in told.fields[0]["after"]
    assert mine.title not in told.fields[0]["after"]


def test_only_what_others_sent_of_the_same_activity_and_semester_may_be_the_same(secretariat):
    mine, theirs = sent_row(), sent_row()
    sent_row(report__state="draft")
    RecordFactory(entry=mine.entry)
    RecordFactory(entry__activity__code="1.1", entry__report=theirs.entry.report)

    assert list(events.possible_doubles(mine)) == [theirs]


def test_who_reports_does_not_link_its_own_rows():
    mine, theirs = sent_row(), sent_row()

    with pytest.raises(WritingDenied):
        events.link_event(
            mine, [theirs], by=MembershipFactory(stakeholder=mine.entry.report.stakeholder)
        )

    assert not Record.objects.filter(event__isnull=False).exists()


def test_a_row_whose_report_came_back_stays_linked(secretariat):
    mine, theirs, third = sent_row(), sent_row(), sent_row()
    events.link_event(mine, [theirs, third], by=secretariat)
    ProgressReport.objects.filter(pk=theirs.entry.report_id).update(state="returned")

    events.link_event(Record.objects.get(pk=mine.pk), [third], by=secretariat)

    assert len(set(Record.objects.values_list("event", flat=True))) == 1


def test_two_rows_of_one_country_are_not_one_event(secretariat):
    mine, theirs = sent_row(), sent_row()
    second = RecordFactory(entry=theirs.entry)

    with pytest.raises(WritingDenied, match="una sola fila"):
        events.link_event(mine, [theirs, second], by=secretariat)


def test_nobody_links_through_a_neighbour_the_row_of_a_stakeholder_one_belongs_to(secretariat):
    mine, theirs = sent_row(), sent_row()
    MembershipFactory(user=secretariat.user, stakeholder=theirs.entry.report.stakeholder)

    with pytest.raises(WritingDenied):
        events.link_event(mine, [theirs], by=secretariat)

    assert not Record.objects.filter(event__isnull=False).exists()


def test_parting_one_row_leaves_the_others_one_event(secretariat):
    mine, theirs, third = sent_row(), sent_row(), sent_row()
    events.link_event(mine, [theirs, third], by=secretariat)

    events.link_event(Record.objects.get(pk=mine.pk), [], by=secretariat)

    stored = {record.pk: record.event for record in Record.objects.all()}
    assert stored[mine.pk] is None
    assert stored[theirs.pk] == stored[third.pk] is not None


def test_a_row_brings_along_what_it_was_one_event_with_if_that_may_be_reviewed(secretariat):
    mine, theirs, third = sent_row(), sent_row(), sent_row()
    events.link_event(theirs, [third], by=secretariat)
    theirs.refresh_from_db()
    reviewer = MembershipFactory(stakeholder=secretariat.stakeholder)
    MembershipFactory(user=reviewer.user, stakeholder=third.entry.report.stakeholder)

    with pytest.raises(WritingDenied):
        events.link_event(mine, [theirs], by=reviewer)
    events.link_event(mine, [theirs], by=secretariat)

    assert len(set(Record.objects.values_list("event", flat=True))) == 1


def test_the_region_counts_a_linked_event_once_and_each_country_its_own(world, activity):
    MeasureFactory(activity=activity)
    mine = world.record("HN", activity, scope="regional")
    theirs = world.record("GT", activity, scope="regional")
    world.record("GT", activity)
    apart = numbers(only_measure(read(world)))

    events.link_event(mine, [theirs], by=world.secretariat)
    linked = numbers(only_measure(read(world)))
    events.part_rows([theirs], by=world.secretariat)

    assert apart == {"HN": [1, None, 1], "GT": [2, None, 2], "region": [3, None, 3]}
    assert linked == {**apart, "region": [2, None, 2]}
    assert numbers(only_measure(read(world))) == apart


def test_the_institutions_of_a_linked_event_are_counted_once_each(world, activity):
    MeasureFactory(activity=activity, kind="institutions", unit="instituciones", counted_from="")
    shared = InstitutionFactory(name="OIM", country=None)
    own = InstitutionFactory(country=world.countries["GT"])
    mine = world.record("HN", activity, scope="regional", institutions=[shared])
    theirs = world.record("GT", activity, scope="regional", institutions=[shared, own])

    events.link_event(mine, [theirs], by=world.secretariat)

    assert numbers(only_measure(read(world))) == {
        "HN": [1, None, 1],
        "GT": [2, None, 2],
        "region": [2, None, 2],
    }


def test_parting_several_tells_each_of_them_once_and_what_was_apart_nothing(secretariat):
    mine, theirs, third, apart = sent_row(), sent_row(), sent_row(), sent_row()
    events.link_event(mine, [theirs, third], by=secretariat)

    events.part_rows([mine, theirs, apart], by=secretariat)

    assert set(Record.objects.values_list("event", flat=True)) == {None}
    assert [one.entry.changes.count() for one in (mine, theirs, third, apart)] == [2, 2, 1, 0]


def test_who_may_not_review_one_of_the_rows_parts_none(secretariat):
    mine, theirs, third = sent_row(), sent_row(), sent_row()
    events.link_event(mine, [theirs, third], by=secretariat)
    MembershipFactory(user=secretariat.user, stakeholder=third.entry.report.stakeholder)

    for by in (secretariat, MembershipFactory(), None):
        with pytest.raises(WritingDenied):
            events.part_rows([mine, theirs], by=by)

    assert len(set(Record.objects.values_list("event", flat=True))) == 1


def test_groups_are_the_activities_of_which_more_than_one_party_tells():
    regional = {"scope": "regional"}
    first, second = sent_row(), sent_row()
    Record.objects.update(**regional)
    alone = RecordFactory(entry__activity__code="1.1", entry__report=first.entry.report, **regional)
    RecordFactory(entry=alone.entry, **regional)

    rows = events.shared_rows(first.entry.report.period.semester)
    [group] = events.event_groups(rows)

    assert (group.activity.code, group.rows) == ("1.2", [first, second])
    assert group.numbered == [(first, None), (second, None)]
