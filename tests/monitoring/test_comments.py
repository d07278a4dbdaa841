import pytest

from monitoring import comments
from monitoring.models import Comment, EntryChange, ProgressReport
from monitoring.reports import WritingDenied
from tests.factories import (
    CommentFactory,
    EntryFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory(report__submitted=True, activity__code="2.3")


@pytest.fixture
def member(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder)


@pytest.fixture
def reviewer():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def waiting(by):
    return comments.waiting_for_answer(ProgressReport.objects.all(), by)


def changes():
    return list(EntryChange.objects.order_by("pk").values_list("action", "subject"))


def test_a_comment_on_a_row_keeps_its_name_when_the_row_goes(entry, reviewer):
    row = RecordFactory(entry=entry, title="Taller de marzo")

    comments.add_comment(entry, text="¿Y la lista?", record=row, by=reviewer)
    row.delete()

    assert Comment.objects.values_list("record", "about").get() == (None, "Taller de marzo")


def test_the_same_words_about_another_row_are_another_comment(entry, reviewer):
    rows = [RecordFactory(entry=entry), RecordFactory(entry=entry)]

    for row in (*rows, rows[-1]):
        comments.add_comment(entry, text="¿Y la lista?", record=row, by=reviewer)

    assert list(Comment.objects.values_list("record", flat=True)) == [row.pk for row in rows]


def test_what_is_asked_again_after_it_was_settled_is_asked(entry, reviewer):
    asked = comments.add_comment(entry, text="¿Y la lista?", by=reviewer)
    comments.settle(asked, by=reviewer)

    again = comments.add_comment(entry, text="¿Y la lista?", by=reviewer)

    assert again != asked
    assert list(Comment.objects.unsettled()) == [again]


def test_an_answer_hangs_on_its_talk_and_is_said_once(entry, member, reviewer):
    asked = comments.add_comment(entry, text="¿Y la lista?", by=reviewer)

    for _twice in range(2):
        given = comments.answer(asked, text="Va adjunta.", by=member)
    later = comments.answer(given, text="Gracias.", by=reviewer)

    [thread] = comments.threads_of(entry.comments.all())
    assert (thread.opening, thread.answers) == (asked, [given, later])


def test_who_waits_for_whom(entry, member, reviewer):
    asked = comments.add_comment(entry, text="¿Y la lista?", by=reviewer)
    assert (waiting(member), waiting(reviewer)) == ([entry], [])

    comments.answer(asked, text="Va adjunta.", by=member)
    assert (waiting(member), waiting(reviewer)) == ([], [entry])

    comments.settle(asked, by=reviewer)
    assert (waiting(member), waiting(reviewer)) == ([], [])

    comments.leave_open(asked, by=reviewer)
    assert (waiting(member), waiting(reviewer)) == ([], [entry])


def test_an_answer_in_one_talk_leaves_the_other_waiting(entry, member, reviewer):
    first = comments.add_comment(entry, text="¿Y la lista?", by=reviewer)
    comments.add_comment(entry, text="¿Cuántas mujeres?", by=reviewer)

    comments.answer(first, text="Va adjunta.", by=member)

    assert (waiting(member), waiting(reviewer)) == ([entry], [entry])


def test_nothing_waits_for_who_has_no_part_in_it(entry, reviewer):
    comments.add_comment(entry, text="¿Y la lista?", by=reviewer)
    presidency = MembershipFactory(stakeholder=StakeholderFactory(presidency=True))

    assert [waiting(one) for one in (MembershipFactory(), presidency, None)] == [[], [], []]


def test_settling_and_opening_again_are_kept_once_each(entry, reviewer):
    asked = CommentFactory(entry=entry, text="¿Y la lista?")

    for verb in (comments.settle, comments.settle, comments.leave_open, comments.leave_open):
        verb(asked, by=reviewer)

    assert changes() == [
        ("comment_settled", "¿Y la lista?"),
        ("comment_reopened", "¿Y la lista?"),
    ]
    asked.refresh_from_db()
    assert asked.is_settled is False


def test_only_who_reviews_settles(entry, member):
    asked = CommentFactory(entry=entry)

    for by in (member, MembershipFactory(), None):
        with pytest.raises(WritingDenied, match="Solo quien revisa"):
            comments.settle(asked, by=by)

    asked.refresh_from_db()
    assert asked.is_settled is False


def test_a_settled_talk_is_not_answered(entry, member, reviewer):
    asked = comments.settle(CommentFactory(entry=entry), by=reviewer)

    with pytest.raises(WritingDenied, match="ya se dio por resuelto"):
        comments.answer(asked, text="Va adjunta.", by=member)

    assert Comment.objects.count() == 1


def test_after_validation_nobody_talks_nor_settles(reviewer):
    asked = CommentFactory(entry__report=ReportFactory(validated=True))

    for verb, said in ((comments.answer, {"text": "x"}), (comments.settle, {})):
        with pytest.raises(WritingDenied):
            verb(asked, by=reviewer, **said)


def test_the_reviewers_settling_begins_the_review(entry, reviewer):
    comments.settle(CommentFactory(entry=entry), by=reviewer)

    assert ProgressReport.objects.get().review_began_by == reviewer.user
