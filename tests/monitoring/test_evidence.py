import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from monitoring import evidence
from monitoring.models import Evidence, ProgressEntry, ProgressReport
from monitoring.reports import WritingDenied
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory()


@pytest.fixture
def member(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder)


def link(entry, **fields) -> Evidence:
    return Evidence(**{"entry": entry, "title": "Acta", "url": "https://a.example/acta", **fields})


def stored(entry, content=b"acta") -> Evidence:
    return Evidence(
        entry=entry,
        title="Acta",
        original_name="acta.pdf",
        file=ContentFile(content, name="acta.pdf"),
    )


def test_several_are_added_at_once(entry, member):
    row = RecordFactory(entry=entry)

    evidence.add_evidence([link(entry), stored(entry), link(entry, record=row)], by=member)

    assert Evidence.objects.filter(entry=entry, added_by=member.user).count() == 3


def test_the_same_sent_twice_is_kept_once(entry, member):
    first = evidence.add_evidence([link(entry), stored(entry)], by=member)
    again = evidence.add_evidence([link(entry), stored(entry)], by=member)

    assert (again, Evidence.objects.count()) == (first, 2)


def test_another_file_of_the_same_name_is_another(entry, member):
    evidence.add_evidence([stored(entry, b"uno")], by=member)
    evidence.add_evidence([stored(entry, b"dos")], by=member)

    assert len(set(Evidence.objects.values_list("sha256", flat=True))) == 2


def test_evidence_takes_back_that_there_was_no_activity(entry, member):
    ProgressEntry.objects.update(progress="", no_activity=True)

    evidence.add_evidence([link(entry)], by=member)

    assert ProgressEntry.objects.get().no_activity is False


def test_nobody_adds_to_the_report_of_another(entry):
    with pytest.raises(WritingDenied):
        evidence.add_evidence([link(entry)], by=MembershipFactory())

    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_removing_takes_the_file_away_and_leaves_the_history(entry, member):
    [added] = evidence.add_evidence([stored(entry)], by=member)
    storage, name, digest = added.file.storage, added.file.name, added.sha256
    assert storage.exists(name)

    evidence.remove_evidence(added, by=member)

    assert not storage.exists(name)
    assert not Evidence.objects.exists()
    removed = entry.changes.first()
    assert (removed.action, removed.subject, removed.by) == (
        "evidence_removed",
        "Acta",
        member.user,
    )
    assert {"label": "SHA-256", "before": digest, "after": ""} in removed.fields


def test_added_again_as_not_to_be_published_it_is_another(entry, member):
    evidence.add_evidence([link(entry)], by=member)
    evidence.add_evidence([link(entry, is_public=False)], by=member)

    assert sorted(Evidence.objects.values_list("is_public", flat=True)) == [False, True]


@pytest.fixture
def sent(entry):
    ProgressReport.objects.update(
        state="submitted", submitted_at=timezone.now(), submitted_by=UserFactory()
    )
    entry.report.refresh_from_db()
    return EvidenceFactory(entry=entry, title="Acta")


@pytest.fixture
def reviewer():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def verdicts() -> list[tuple]:
    rows = Evidence.objects.order_by("pk")
    return list(rows.values_list("verdict", "verdict_reason", "judged_by"))


def test_accepting_says_who_and_is_kept_once(sent, reviewer):
    for _twice in range(2):
        evidence.accept_evidence(sent, by=reviewer)

    assert verdicts() == [("accepted", "", reviewer.user.pk)]
    [change] = sent.entry.changes.all()
    assert (change.action, change.subject, change.fields) == (
        "evidence_accepted",
        "Acta",
        [{"label": "Revisión", "before": "", "after": "aceptado"}],
    )
    assert ProgressReport.objects.get().review_began_by == reviewer.user


def test_not_accepting_needs_its_reason_and_may_be_changed(sent, reviewer):
    with pytest.raises(WritingDenied, match="Escriba por qué"):
        evidence.reject_evidence(sent, reason=" ", by=reviewer)
    evidence.reject_evidence(sent, reason="No se ve la fecha.", by=reviewer)
    rejected = verdicts()
    evidence.accept_evidence(sent, by=reviewer)

    assert rejected == [("rejected", "No se ve la fecha.", reviewer.user.pk)]
    assert verdicts() == [("accepted", "", reviewer.user.pk)]
    assert [change.action for change in sent.entry.changes.all()] == [
        "evidence_accepted",
        "evidence_rejected",
    ]


def test_all_that_wait_are_accepted_and_what_was_judged_stays(sent, reviewer):
    evidence.reject_evidence(sent, reason="No se ve la fecha.", by=reviewer)
    waiting = EvidenceFactory(entry=sent.entry)
    other = EvidenceFactory(entry=EntryFactory(report=sent.entry.report, activity__code="9.9"))

    of_one = evidence.accept_all(sent.entry.report, by=reviewer, code=sent.entry.activity.code)
    waiting.refresh_from_db()
    other.refresh_from_db()
    after_one = (waiting.verdict, other.verdict)
    of_all = evidence.accept_all(sent.entry.report, by=reviewer)

    assert (of_one, of_all, after_one) == (1, 1, ("accepted", ""))
    assert [verdict for verdict, _reason, _by in verdicts()] == [
        "rejected",
        "accepted",
        "accepted",
    ]


@pytest.mark.parametrize("state", ["draft", "returned", "validated"])
def test_evidence_is_judged_only_while_the_report_is_sent(state, reviewer):
    report = ReportFactory(**({} if state == "draft" else {state: True}))
    row = EvidenceFactory(entry=EntryFactory(report=report))

    for judge in (
        lambda: evidence.accept_evidence(row, by=reviewer),
        lambda: evidence.reject_evidence(row, reason="x", by=reviewer),
        lambda: evidence.accept_all(report, by=reviewer),
    ):
        with pytest.raises(WritingDenied, match="Solo quien revisa"):
            judge()

    assert verdicts() == [("", "", None)]


def test_nobody_judges_the_evidence_of_ones_own_report(sent, member):
    secretariat = MembershipFactory(
        user=member.user, stakeholder=StakeholderFactory(secretariat=True)
    )

    for by in (member, secretariat, MembershipFactory(), None):
        with pytest.raises(WritingDenied):
            evidence.accept_evidence(sent, by=by)

    assert verdicts() == [("", "", None)]
