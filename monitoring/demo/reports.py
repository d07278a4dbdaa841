"""Invented semesters: who reported how far, through the same functions that people use."""

import datetime
import uuid
from random import Random

from django.utils import timezone

from corett.accounts.models import Language, Membership, StakeholderKind
from monitoring.demo import texts
from monitoring.demo.people import membership_of
from monitoring.demo.plan import CONFIRMED
from monitoring.demo.review import (
    Review,
    at_ten,
    correct,
    judge,
    link_one_event,
    send_back,
    talk,
)
from monitoring.demo.rows import invent_evidence, invent_row
from monitoring.entries import Chosen, declare_no_activity, save_entry
from monitoring.models import (
    EntryStatus,
    ProgressEntry,
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
)
from monitoring.receipts import write_receipt
from monitoring.reports import open_semester
from monitoring.workflow import perform
from plan.models import Plan, Semester

VALIDATED, SUBMITTED, TALKED, AGAIN, TWICE, REOPENED, COMPLETE, HALF, EMPTY = (
    "validated submitted talked again twice reopened complete half empty".split()  # noqa: SIM905
)
SENT = (VALIDATED, SUBMITTED, TALKED, AGAIN, TWICE, REOPENED)
LINKED = "2025-1"
"""In this semester two countries tell of one regional event, and the review says so."""

EXCEPTIONS = {
    "2024-2": {"NI": EMPTY},
    "2025-1": {"BZ": TWICE},
    "2025-2": {"NI": HALF, "DO": SUBMITTED},
    "2026-1": {
        "CR": TALKED,
        "MX": AGAIN,
        "ST": SUBMITTED,
        "PA": REOPENED,
        "HN": HALF,
        "BZ": HALF,
        "DO": COMPLETE,
        "NI": EMPTY,
    },
}
ANSWERED_SHARE = {HALF: 0.5, EMPTY: 0.0}


def invent_semesters(plan: Plan, dice: Random) -> None:
    semesters = {semester.code: semester for semester in plan.semesters.all()}
    for step, code in enumerate(EXCEPTIONS):
        period = open_for_reporting(semesters[code])
        for report in period.reports.select_related("stakeholder", "period__semester"):
            goal = EXCEPTIONS[code].get(report.stakeholder.code, VALIDATED)
            invent_report(report, goal, step, dice)
        if code == LINKED:
            link_one_event(period, membership_of("ST"))
        if code != max(EXCEPTIONS):
            close(period)


def open_for_reporting(semester: Semester) -> ReportingPeriod:
    """Open as of the day after the semester, and not closed yet, however late this is tried."""
    opens_on = semester.end + datetime.timedelta(days=1)
    return open_semester(
        semester,
        opens_on=opens_on,
        due_on=opens_on + datetime.timedelta(days=60),
        closes_on=max(opens_on, timezone.localdate()) + datetime.timedelta(days=120),
        by=membership_of("ST"),
    )


def close(period: ReportingPeriod) -> None:
    period.closes_on = period.opens_on + datetime.timedelta(days=180)
    period.save()


def invent_report(report: ProgressReport, goal: str, step: int, dice: Random) -> None:
    began = timezone.now()
    by = membership_of(report.stakeholder.code)
    entries = list(report.entries.in_plan_order().select_related("report__period__semester"))
    answered = entries[: round(len(entries) * ANSWERED_SHARE.get(goal, 1.0))]
    # Every fourth activity had nothing; a regional deliverable always moves.
    silent = [entry for entry in answered if is_silent(entry, dice)]
    for entry in answered:
        if entry not in silent:
            invent_entry(entry, step, by=by, dice=dice)
    declare_no_activity(report, codes=[entry.activity.code for entry in silent], by=by)
    if goal in SENT:
        walk(report, goal, by=by, dice=dice, began=began)


def is_silent(entry: ProgressEntry, dice: Random) -> bool:
    return not entry.measures() or dice.random() < 0.3


def invent_entry(entry: ProgressEntry, step: int, *, by: Membership, dice: Random) -> None:
    for _row in range(dice.choice([1, 1, 2])):
        row = invent_row(entry, step, by=by, dice=dice)
        if row.milestones.exists():
            invent_evidence(entry, of=row, by=by, dice=dice)
    if entry.activity.code in CONFIRMED or dice.random() < 0.7:
        invent_evidence(entry, by=by, dice=dice)
    entry.status = EntryStatus.DONE if dice.random() < 0.15 else EntryStatus.IN_PROGRESS
    entry.progress = said_by(by, dice.choice(texts.PROGRESS))
    entry.obstacles = said_by(by, dice.choice(["", *texts.OBSTACLES]))
    entry.next_steps = said_by(by, dice.choice(["", *texts.NEXT_STEPS]))
    entry.approaches_how = said_by(by, dice.choice(["", *texts.APPROACHES_HOW]))
    save_entry(entry, version=entry.version, by=by, chosen=invent_choices(entry, dice))


def said_by(membership: Membership, words: str) -> str:
    is_english = membership.user.language == Language.ENGLISH
    return texts.ENGLISH.get(words, words) if is_english else words


def invent_choices(entry: ProgressEntry, dice: Random) -> Chosen:
    """Which enfoques were applied, and now and then a risk that the activity mitigates."""
    approaches = list(entry.activity.plan.approaches.all())
    met = [mitigation.risk for mitigation in entry.activity.mitigations.select_related("risk")]
    if dice.random() < 0.8:
        return Chosen(approaches=dice.sample(approaches, k=min(2, len(approaches))))
    return Chosen(approaches=dice.sample(approaches, k=min(1, len(approaches))), risks_met=met[:1])


def walk(
    report: ProgressReport,
    goal: str,
    *,
    by: Membership,
    dice: Random,
    began: datetime.datetime,
) -> None:
    reviewer = membership_of("ST")
    if report.stakeholder.kind == StakeholderKind.SECRETARIAT:
        reviewer = membership_of("PRES")
    sent = report.period.opens_on + datetime.timedelta(days=dice.randint(20, 55))
    review = Review(report, by, reviewer, sent - datetime.timedelta(days=1), began)
    review.after(1)
    take_step(ReportAction.SUBMIT, review, by=by, dice=dice)
    review.after(dice.randint(3, 15))
    look_at(review, goal)


def look_at(review: Review, goal: str) -> None:
    """From what was sent to where the report stands at the end."""
    if goal == TALKED:
        talk(review)
    if goal in (AGAIN, TWICE):
        send_back(review, question=0, comment=texts.RETURNED)
        review.after(6)
        correct(review)
        review.after(1)
        take_step(ReportAction.SUBMIT, review, by=review.reporter, dice=review.dice)
        review.after(5)
    if goal == TWICE:
        send_back(review, question=1)
    if goal in (VALIDATED, REOPENED):
        judge(review)
        take_step(ReportAction.VALIDATE, review, by=review.reviewer, dice=review.dice)
        review.after(20)
    if goal == REOPENED:
        review.step(ReportAction.REOPEN, by=review.reviewer, comment=texts.REOPENED)
    review.after(0)


def take_step(action: ReportAction, review: Review, *, by: Membership, dice: Random) -> None:
    """The step as people take it, dated as if it had been taken then."""
    key = uuid.UUID(int=dice.getrandbits(128), version=4)
    perform(action, review.report, by=by, key=key)
    moment = at_ten(review.day)
    ReportEvent.objects.filter(key=key).update(at=moment)
    dated = {ReportAction.SUBMIT: "submitted_at", ReportAction.VALIDATE: "validated_at"}
    ProgressReport.objects.filter(pk=review.report.pk).update(**{dated[action]: moment})
    if action == ReportAction.SUBMIT:
        date_receipt(ReportEvent.objects.get(key=key))


def date_receipt(event: ReportEvent) -> None:
    """The receipt says when the report was sent; it is written again with the invented date."""
    event.receipt.delete()
    report = ProgressReport.objects.select_related(
        "stakeholder", "period__semester__plan", "period__edition", "submitted_by"
    ).get(pk=event.report_id)
    write_receipt(report, event)
