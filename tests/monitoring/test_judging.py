"""What a verdict on evidence does: to what is counted, and once the report comes back."""

import pytest
from django.utils import timezone

from monitoring import evidence
from monitoring.models import Evidence, ProgressReport
from tests.factories import EvidenceFactory, MeasureFactory, MembershipFactory, StakeholderFactory
from tests.monitoring.annual_world import only_measure, read, states

pytestmark = pytest.mark.django_db


def test_what_was_not_accepted_is_replaced_when_the_report_comes_back():
    sent = EvidenceFactory(entry__report__submitted=True)
    reporter = MembershipFactory(stakeholder=sent.entry.report.stakeholder)
    reviewer = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    evidence.reject_evidence(sent, reason="No se lee.", by=reviewer)
    ProgressReport.objects.update(state="returned")
    better = Evidence(entry=sent.entry, title="Acta legible", url="https://a.example/acta")

    evidence.remove_evidence(sent, by=reporter)
    evidence.add_evidence([better], by=reporter)

    assert [(one.title, one.verdict) for one in Evidence.objects.all()] == [("Acta legible", "")]
    assert list(better.entry.changes.order_by("pk").values_list("action", flat=True)) == [
        "evidence_rejected",
        "evidence_removed",
        "evidence_added",
    ]


def test_only_accepted_evidence_makes_a_goal_met(world, activity):
    world.goal(MeasureFactory(activity=activity), 1, "HN")
    report = world.report("HN", submitted=True)
    record = world.record("HN", activity)
    piece = EvidenceFactory(entry=record.entry, record=record)
    found = []
    for judge in (
        lambda: None,
        lambda: evidence.reject_evidence(piece, reason="Es otra.", by=world.secretariat),
        lambda: evidence.accept_evidence(piece, by=world.secretariat),
    ):
        ProgressReport.objects.update(state="submitted", validated_at=None, validated_by=None)
        judge()
        now = {"validated_at": timezone.now(), "validated_by": world.secretariat.user}
        ProgressReport.objects.filter(pk=report.pk).update(state="validated", **now)
        found.append(states(only_measure(read(world)))["HN"])

    assert found == ["green", "green", "met"]
