"""A finding from its entry to its closing: who writes it, who reads it, and what is printed."""

import datetime

import pytest
from django.utils import timezone

from monitoring import findings
from monitoring.findings import FindingDenied
from monitoring.models import AnnualReport, Finding, FindingState
from monitoring.reports import Stale
from tests.factories import (
    ActivityFactory,
    FindingFactory,
    MembershipFactory,
    PlanFactory,
    ReportFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def owner():
    return MembershipFactory()


@pytest.fixture
def finding(owner):
    return FindingFactory(
        number=1,
        owner=owner.stakeholder,
        action="Se revisará.",
        due_on=datetime.date(2026, 12, 31),
    )


def new(plan=None, **values) -> Finding:
    given = {
        "source": "audit",
        "source_title": "Auditoría 2026",
        "found_on": datetime.date(2026, 6, 30),
        "text": "Faltan actas.",
    }
    return Finding(plan=plan or PlanFactory(), **{**given, **values})


def test_each_finding_of_a_plan_gets_the_next_number_and_none_is_used_again(secretariat):
    first = findings.enter_finding(new(), by=secretariat)
    second = findings.enter_finding(new(), by=secretariat)
    elsewhere = findings.enter_finding(new(PlanFactory(code="otro")), by=secretariat)
    second.delete()
    third = findings.enter_finding(new(), by=secretariat)

    assert [one.code for one in (first, elsewhere, third)] == ["H1", "H1", "H3"]
    assert (first.entered_by, first.state, first.version) == (secretariat.user, "open", 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"found_on": timezone.localdate() + DAY}, "found_on"),
        ({"due_on": datetime.date(2026, 6, 29)}, "due_on"),
        ({"state": "in_progress"}, "action"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_not_entered(secretariat, values, field):
    assert field in findings.faults(new(**values))
    with pytest.raises(FindingDenied):
        findings.enter_finding(new(**values), by=secretariat)
    assert not Finding.objects.exists()


def test_it_is_about_something_of_its_own_plan_and_of_one_report_only(secretariat):
    elsewhere = ActivityFactory(plan=PlanFactory(code="otro"))
    plan = PlanFactory()
    annual = AnnualReport.objects.create(plan=plan, year=2025)
    report = ReportFactory()

    assert findings.faults(new(activity=elsewhere)) == {
        "activity": "Es de otro plan. Elija uno de este."
    }
    assert list(findings.faults(new(report=report, annual_report=annual))) == ["annual_report"]


def test_only_the_secretariat_enters_changes_and_moves_it(finding, owner):
    evaluator = MembershipFactory(stakeholder=StakeholderFactory(evaluator=True))
    known = {"version": 1}

    for by in (owner, evaluator, None):
        for act in (
            lambda by=by: findings.enter_finding(new(), by=by),
            lambda by=by: findings.change_finding(finding, **known, by=by),
            lambda by=by: findings.start_finding(finding, **known, by=by),
            lambda by=by: findings.close_finding(
                finding, **known, state="done", result="Hecho.", by=by
            ),
            lambda by=by: findings.reopen_finding(finding, **known, reason="Falta.", by=by),
        ):
            with pytest.raises(FindingDenied, match="Solo la Secretaría Técnica"):
                act()
    assert Finding.objects.get().version == 1


def test_it_goes_from_open_to_closed_and_back_and_its_history_says_why(finding, secretariat):
    by = {"by": secretariat}
    started = findings.start_finding(finding, version=1, **by)
    closed = findings.close_finding(started, version=2, state="done", result="Hecho.", **by)
    assert (closed.state, closed.closed_by, closed.result) == (
        FindingState.DONE,
        secretariat.user,
        "Hecho.",
    )

    reopened = findings.reopen_finding(closed, version=3, reason="Faltó un país.", **by)

    assert (reopened.state, reopened.closed_at, reopened.version) == ("in_progress", None, 4)
    assert finding.history.first().history_change_reason == "Faltó un país."


def test_it_is_in_progress_once_it_says_what_who_and_by_when(secretariat):
    finding = FindingFactory()

    assert findings.cannot_start(finding) == [
        "Para ponerlo en curso, diga qué se hará, quién y para cuándo."
    ]
    with pytest.raises(FindingDenied, match="diga qué se hará"):
        findings.start_finding(finding, version=1, by=secretariat)


@pytest.mark.parametrize(
    ("state", "result", "sentence"),
    [("done", " ", "escriba qué se hizo"), ("open", "Hecho.", "Elija si se atendió")],
)
def test_it_is_not_closed_without_a_result_or_to_another_state(
    finding, secretariat, state, result, sentence
):
    with pytest.raises(FindingDenied, match=sentence):
        findings.close_finding(finding, version=1, state=state, result=result, by=secretariat)
    assert not Finding.objects.get().is_closed


def test_what_is_closed_is_reopened_before_it_changes(finding, secretariat, owner):
    closed = findings.close_finding(
        finding, version=1, state="rejected", result="No procede.", by=secretariat
    )

    with pytest.raises(FindingDenied, match="reábralo"):
        findings.change_finding(closed, version=2, by=secretariat)
    with pytest.raises(FindingDenied, match="mientras no esté cerrado"):
        findings.tell_result(closed, version=2, result="Otra cosa.", by=owner)
    assert Finding.objects.get().result == "No procede."


def test_its_owner_says_what_was_done_and_closes_nothing(finding, owner):
    told = findings.tell_result(finding, version=1, result="Se reunieron las actas.", by=owner)

    assert (told.result, told.state, told.version) == ("Se reunieron las actas.", "open", 2)
    neighbour = MembershipFactory()
    with pytest.raises(FindingDenied, match="quien lo tiene a cargo"):
        findings.tell_result(told, version=2, result="Otra.", by=neighbour)


def test_nobody_overwrites_it_unseen(finding, secretariat, owner):
    findings.tell_result(finding, version=1, result="Hecho.", by=owner)
    finding.response = "Se acepta."

    with pytest.raises(Stale) as stale:
        findings.change_finding(finding, version=1, by=secretariat)

    assert stale.value.saved.result == "Hecho."
    assert Finding.objects.get().response == ""


def test_a_change_keeps_what_the_owner_told(finding, secretariat, owner):
    findings.tell_result(finding, version=1, result="Hecho.", by=owner)
    finding.response, finding.result = "Se acepta.", "de una página vieja"

    changed = findings.change_finding(finding, version=2, by=secretariat)

    assert (changed.response, changed.result, changed.version) == ("Se acepta.", "Hecho.", 3)


def test_everybody_reads_what_is_public_and_of_results_and_who_follows_it_reads_the_rest(owner):
    draft, validated = ReportFactory(), ReportFactory(validated=True)
    public = FindingFactory(number=1)
    hidden = FindingFactory(number=2, is_public=False)
    of_draft = FindingFactory(number=3, report=draft)
    of_result = FindingFactory(number=4, report=validated)
    in_charge = FindingFactory(number=5, is_public=False, owner=owner.stakeholder)
    annual = AnnualReport.objects.create(plan=public.plan, year=2025)
    of_composing = FindingFactory(number=6, annual_report=annual)
    everything = {public, hidden, of_draft, of_result, in_charge, of_composing}
    kinds_of_party = ("secretariat", "presidency", "evaluator", "observer", "donor")
    users = {
        kind: MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})).user
        for kind in kinds_of_party
    }
    users["owner"] = owner.user
    users["reporter"] = MembershipFactory(stakeholder=draft.stakeholder).user
    users["nobody"] = UserFactory()

    seen = {name: set(Finding.objects.visible_to(user)) for name, user in users.items()}

    results = {public, of_result}
    assert seen == {
        "secretariat": everything,
        "presidency": everything,
        "evaluator": everything,
        "observer": results,
        "donor": results,
        "owner": results | {in_charge},
        "reporter": results | {of_draft},
        "nobody": set(),
    }


def test_a_proposed_result_is_for_who_follows_it(finding, owner):
    finding.result = "Se está haciendo."
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))

    assert findings.shows_result(owner.user, finding)
    assert not findings.shows_result(observer.user, finding)
    finding.closed_at = timezone.now()
    assert findings.shows_result(observer.user, finding)


def test_the_annual_report_prints_what_may_be_published_and_counts_the_rest(
    finding, secretariat, owner
):
    FindingFactory(number=2, is_public=False, text="Secreto.", due_on=datetime.date(2026, 7, 1))
    FindingFactory(number=3, report=ReportFactory(), text="De un borrador.")
    FindingFactory(number=4, found_on=datetime.date(2026, 7, 1), text="De después.")
    Finding.objects.filter(pk=finding.pk).update(result="Propuesta.", due_on=None)

    printed = findings.printed(finding.plan, datetime.date(2026, 6, 30))

    assert printed == {
        "total": 3,
        "pending": 3,
        "withheld": 2,
        "overdue": 1,
        "rows": [
            {
                "code": "H1",
                "source": {"value": "evaluation", "label": "evaluación"},
                "source_title": "Evaluación de medio término",
                "found_on": "2026-06-30",
                "about": ["el plan"],
                "text": "Los registros no separan la edad.",
                "response": "",
                "action": "Se revisará.",
                "owner": owner.stakeholder.name,
                "due_on": None,
                "state": {"value": "open", "label": "abierto"},
                "is_overdue": False,
                "result": "",
            }
        ],
    }


@pytest.mark.django_db(transaction=True)
def test_two_findings_entered_at_the_same_moment_have_numbers_of_their_own(secretariat):
    plan = PlanFactory()

    outcomes = at_once(*[lambda: findings.enter_finding(new(plan), by=secretariat)] * 3)

    assert kinds(outcomes) == ["Finding"] * 3
    assert sorted(Finding.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_it_at_the_same_moment_one_is_told(finding, secretariat):
    outcomes = at_once(
        lambda: findings.start_finding(finding, version=1, by=secretariat),
        lambda: findings.close_finding(
            finding, version=1, state="done", result="Hecho.", by=secretariat
        ),
    )

    assert kinds(outcomes) == ["Finding", "Stale"]
