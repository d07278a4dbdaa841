import pytest

from monitoring import comments, entries
from monitoring.models import Comment, ProgressEntry
from monitoring.reports import Stale, WritingDenied
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db


def test_saving_says_who_and_when_and_counts_the_version():
    entry = EntryFactory(progress="")
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    entry.progress = "Se hizo."

    saved = entries.save_entry(entry, version=1, by=member)

    assert (saved.progress, saved.version, saved.saved_by) == ("Se hizo.", 2, member.user)
    assert saved.saved_at is not None


def test_a_save_over_a_newer_version_overwrites_nothing():
    entry = EntryFactory(progress="")
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    theirs = ProgressEntry.objects.get()
    theirs.progress = "Lo de la otra persona."
    entries.save_entry(theirs, version=1, by=member)
    entry.progress = "Lo mío."

    with pytest.raises(Stale) as stale:
        entries.save_entry(entry, version=1, by=member)

    assert stale.value.saved.progress == "Lo de la otra persona."
    assert ProgressEntry.objects.get().progress == "Lo de la otra persona."


def test_no_activity_is_said_only_of_what_has_nothing():
    report = ReportFactory()
    empty = EntryFactory(report=report, activity__code="1.1", progress="")
    written = EntryFactory(report=report, activity__code="1.2")
    with_row = RecordFactory(entry__report=report, entry__activity__code="1.3", entry__progress="")
    explained = EntryFactory(
        report=report, activity__code="1.5", progress="", obstacles="No hubo presupuesto."
    )
    with_proof = EvidenceFactory(
        entry__report=report, entry__activity__code="1.4", entry__progress=""
    )
    member = MembershipFactory(stakeholder=report.stakeholder)

    count = entries.declare_no_activity(
        report, codes=["1.1", "1.2", "1.3", "1.4", "1.5"], by=member
    )

    said = ProgressEntry.objects.filter(no_activity=True)
    assert (count, list(said)) == (1, [empty])
    assert {written, explained, with_row.entry, with_proof.entry}.isdisjoint(said)


@pytest.mark.parametrize("field", ["reason", "progress", "obstacles", "next_steps"])
def test_a_written_text_takes_no_activity_back(field):
    entry = EntryFactory(progress="", no_activity=True)
    setattr(entry, field, "Sí hubo algo que decir.")

    saved = entries.save_entry(
        entry, version=1, by=MembershipFactory(stakeholder=entry.report.stakeholder)
    )

    assert saved.no_activity is False


def test_the_same_comment_sent_twice_is_said_once():
    entry = EntryFactory()
    member = MembershipFactory(stakeholder=entry.report.stakeholder)

    first = comments.add_comment(entry, text="Hola", by=member)
    again = comments.add_comment(entry, text="Hola", by=member)

    assert (again, Comment.objects.count()) == (first, 1)


def test_a_validated_report_is_not_talked_about_any_more():
    entry = EntryFactory(report__validated=True)

    with pytest.raises(WritingDenied, match="ya está validado"):
        comments.add_comment(
            entry, text="Hola", by=MembershipFactory(stakeholder=entry.report.stakeholder)
        )


def test_a_stranger_does_not_comment():
    entry = EntryFactory()

    with pytest.raises(WritingDenied):
        comments.add_comment(entry, text="Hola", by=MembershipFactory())

    assert not Comment.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_report_costs_the_same_for_any_number_of_entries(
    count, django_assert_num_queries
):
    report = ReportFactory()
    for number in range(count):
        RecordFactory(entry__report=report, entry__activity__code=f"1.{number}")
    user = MembershipFactory(stakeholder=report.stakeholder).user
    assert user.current_memberships

    with django_assert_num_queries(8):
        read = entries.read_entries(report, user)

    assert len(read) == count


def test_a_page_read_before_a_colleague_added_a_row_does_not_say_no_activity_again():
    entry = EntryFactory(progress="", no_activity=True)
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    entries.take_back_no_activity(ProgressEntry.objects.get(), by=member)

    saved = entries.save_entry(entry, version=1, by=member)

    assert saved.no_activity is False
