from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_history, reads_whole_region
from monitoring.comments import waiting_for_answer
from monitoring.handover import has_written, open_tasks
from monitoring.models import (
    AnnualReply,
    AnnualReport,
    AnnualState,
    Finding,
    Priority,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from monitoring.permissions import (
    can_compose_annual,
    can_endorse_priorities,
    can_open_semester,
    can_read_replies,
    can_report,
    can_review,
    can_start_report,
)
from plan.models import Plan, Target
from plan.permissions import decides_targets
from plan.plans import current_plan, plans_of
from risks.models import MitigationAction
from risks.permissions import can_review as can_review_risks


@login_not_required
@require_safe
def home(request):
    published = AnnualReport.objects.visible_to(request.user).published().for_listing()[:3]
    if request.user.is_authenticated:
        return render(request, "home.html", {"published": published, **desk(request)})
    return render(request, "welcome.html", {"published": published})


def welcome(membership, reports: list[ProgressReport]) -> dict:
    """What is open and who to ask, for who has not written anything yet."""
    if has_written(membership):
        return {"is_newcomer": False}
    return {"is_newcomer": True, "last_values": None, **open_tasks(membership, reports)}


def talked_about(request) -> dict:
    """Where a comment waits for the hat: for its answer, or to be settled."""
    visible = ProgressReport.objects.visible_to(request.user)
    waiting = waiting_for_answer(visible, request.membership)
    return {
        "waiting": [one for one in waiting if can_report(request.membership, one.report)],
        "answered": [one for one in waiting if can_review(request.membership, one.report)],
    }


def reports_of(request) -> list[ProgressReport]:
    """The hat's own and those that were sent, in one question."""
    own = Q(stakeholder=request.membership.stakeholder_id) if request.membership else Q(pk=None)
    found = ProgressReport.objects.visible_to(request.user).filter(
        own | Q(state=ReportState.SUBMITTED)
    )
    return list(found.with_progress().select_related("submitted_by"))


def waiting_goals(membership, plans: list[Plan]) -> list[tuple[Plan, int]]:
    """The plans of which metas wait for the visto bueno of who may give it, and how many."""
    if not decides_targets(membership):
        return []
    waiting = Target.objects.proposed().order_by()
    counted = waiting.values_list("measure__indicator__activity__plan").annotate(Count("pk"))
    counts = dict(counted)
    return [(plan, counts[plan.pk]) for plan in plans if plan.pk in counts]


def waiting_priorities(membership) -> list[dict]:
    """Of which plan and year decisions wait for the visto bueno of who gives it, and how many."""
    if not can_endorse_priorities(membership):
        return []
    waiting = Priority.objects.filter(endorsed_at=None).values("activity__plan__code", "year")
    return list(waiting.annotate(count=Count("pk")).order_by("year"))


def in_review(user):
    """Annual reports that wait to be read, commented and agreed to."""
    visible = AnnualReport.objects.visible_to(user).for_listing()
    return visible.filter(state=AnnualState.IN_REVIEW)


def open_actions(membership):
    """What the hat is in charge of against risks, and is not done yet."""
    if membership is None:
        return MitigationAction.objects.none()
    mine = MitigationAction.objects.filter(owner=membership.stakeholder_id, done_on__isnull=True)
    return mine.select_related("risk__plan").order_by("due_on")


def open_findings(membership):
    """What an evaluation or audit found, the hat is in charge of, and is not closed yet."""
    if membership is None:
        return Finding.objects.none()
    return Finding.objects.in_charge(membership.stakeholder)


def unread_replies(membership) -> int:
    """How many answers to annual reports wait for who reads them."""
    return AnnualReply.objects.unread().count() if can_read_replies(membership) else 0


def desk(request) -> dict:
    """What waits for the person today, in the hat of this request."""
    reports = reports_of(request)
    own = [one for one in reports if can_report(request.membership, one)]
    may_report = can_start_report(request.membership)
    return {
        **(welcome(request.membership, own) if may_report else {}),
        "may_report": may_report,
        "plan": current_plan(request),
        "plans": plans_of(request),
        "actions": open_actions(request.membership),
        "to_endorse": waiting_priorities(request.membership),
        "in_review": in_review(request.user),
        "findings": open_findings(request.membership),
        "to_write": [one for one in own if one.is_editable],
        **talked_about(request),
        "to_review": [
            one
            for one in reports
            if one.state == ReportState.SUBMITTED and can_review(request.membership, one)
        ],
        "periods": ReportingPeriod.objects.open().with_states(),
        "proposals": waiting_goals(request.membership, plans_of(request)),
        "reviews_risks": can_review_risks(request.membership),
        "reads_history": reads_history(request.user),
        "sees_owing": may_report or reads_whole_region(request.user),
        "may_open": can_open_semester(request.membership),
        "may_compose": can_compose_annual(request.membership),
        "reads_replies": can_read_replies(request.membership),
        "unread_replies": unread_replies(request.membership),
    }
