"""Invented reviews: what was asked, answered, settled, accepted and sent back."""

import datetime
import uuid
from dataclasses import dataclass, field
from random import Random

from django.db.models import Q
from django.utils import timezone

from corett.accounts.models import Membership, StakeholderKind
from monitoring.comments import add_comment, answer, settle
from monitoring.demo import texts
from monitoring.demo.plan import CONFIRMED
from monitoring.demo.rows import invent_evidence, invent_row
from monitoring.entries import save_entry
from monitoring.events import link_event, possible_doubles
from monitoring.evidence import accept_evidence, reject_evidence
from monitoring.models import (
    Comment,
    EntryChange,
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
    ReportState,
)
from monitoring.workflow import perform
from plan.models import Scope

DATED = (
    (ProgressEntry, "report", "saved_at"),
    (Record, "entry__report", "saved_at"),
    (Evidence, "entry__report", "added_at"),
    (Evidence, "entry__report", "judged_at"),
    (EntryChange, "entry__report", "at"),
    (Comment, "entry__report", "at"),
    (Comment, "entry__report", "settled_at"),
    (ReportEvent, "report", "at"),
    (ProgressReport, "pk", "review_began_at"),
)
"""What carries the moment in which it was written, and how its report is reached."""


@dataclass
class Review:
    """A report on its way between who reports and who reviews, in the days of the semester."""

    report: ProgressReport
    reporter: Membership
    reviewer: Membership
    day: datetime.date
    began: datetime.datetime
    dice: Random = field(init=False)

    def __post_init__(self):
        self.dice = Random(f"{self.report.stakeholder.code} {self.report.period.semester.code}")

    def after(self, days: int) -> None:
        """What was written until now is of that day; the next things come `days` later."""
        date_back(self.report, self.day, self.began)
        self.day += datetime.timedelta(days=days)

    def step(self, action: ReportAction, *, by: Membership, comment: str = "") -> None:
        key = uuid.UUID(int=self.dice.getrandbits(128), version=4)
        perform(action, self.report, by=by, comment=comment, key=key)

    def told(self) -> list[ProgressEntry]:
        """The activities of which something was done, as the plan orders them."""
        rows = Record.objects.filter(entry__report=self.report).values("entry")
        return list(
            self.report.entries.filter(pk__in=rows)
            .in_plan_order()
            .select_related("report__period__semester", "report__stakeholder")
        )


def at_ten(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))


def date_back(report: ProgressReport, day: datetime.date, began: datetime.datetime) -> None:
    """What the demonstration wrote since it began, dated as if it had been written that day."""
    for model, path, name in DATED:
        written = model._default_manager.filter(
            **{path: report.pk, f"{name}__range": (began, timezone.now())}
        )
        written.update(**{name: at_ten(day)})


def judge(review: Review) -> None:
    """Most evidence is accepted; what confirmed metas count on, always."""
    evidence = Evidence.objects.filter(entry__report=review.report).order_by("pk")
    for one in evidence.select_related("entry__report", "entry__activity"):
        if one.entry.activity.code in CONFIRMED or review.dice.random() < 0.9:
            accept_evidence(one, by=review.reviewer)
        else:
            reject_evidence(one, reason=texts.NOT_ACCEPTED, by=review.reviewer)


def talk(review: Review) -> None:
    """One thing asked and not answered, one answered, and one resolved."""
    asked, answered, settled = review.told()[:3]
    row = asked.records.first()
    add_comment(asked, text=texts.QUESTIONS[0], record=row, by=review.reviewer)
    second = add_comment(answered, text=texts.QUESTIONS[1], by=review.reviewer)
    third = add_comment(settled, text=texts.QUESTIONS[2], by=review.reviewer)
    for comment in (second, third):
        answer(comment, text=texts.ANSWER, by=review.reporter)
    settle(third, by=review.reviewer)


def send_back(review: Review, *, question: int, comment: str = "") -> None:
    entry = review.told()[question]
    add_comment(
        entry,
        text=texts.QUESTIONS[question],
        record=entry.records.first(),
        by=review.reviewer,
    )
    evidence = Evidence.objects.filter(entry__report=review.report).order_by("pk").first()
    if evidence is not None:
        reject_evidence(evidence, reason=texts.NOT_ACCEPTED, by=review.reviewer)
    review.step(ReportAction.RETURN, by=review.reviewer, comment=comment)


def correct(review: Review) -> None:
    """The country answers, adds a row with its evidence and completes a text."""
    for comment in Comment.objects.filter(entry__report=review.report).unsettled():
        answer(comment, text=texts.ANSWER, by=review.reporter)
    entry = review.told()[0]
    invent_row(entry, 0, by=review.reporter, dice=review.dice)
    invent_evidence(entry, by=review.reporter, dice=review.dice)
    entry = ProgressEntry.objects.select_related("report__period__semester").get(pk=entry.pk)
    entry.progress = f"{entry.progress} {texts.COMPLETED}"
    save_entry(entry, version=entry.version, by=review.reporter)


def link_one_event(period: ReportingPeriod, by: Membership) -> None:
    """The first regional row of a country that another also tells of: the region counts it once."""
    told = Q(
        scope=Scope.REGIONAL,
        entry__report__state=ReportState.VALIDATED,
        entry__report__stakeholder__kind=StakeholderKind.COUNTRY,
    )
    rows = Record.objects.filter(told, entry__report__period=period)
    for row in rows.select_related("entry__report__stakeholder").order_by("pk"):
        if other := possible_doubles(row).filter(told).first():
            link_event(row, [other], by=by)
            return
