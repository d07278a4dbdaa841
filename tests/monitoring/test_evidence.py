import pytest
from django.core.files.base import ContentFile

from monitoring import evidence
from monitoring.models import Evidence, ProgressEntry
from monitoring.reports import WritingDenied
from tests.factories import EntryFactory, MembershipFactory, RecordFactory

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
