from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.shortcuts import render

from corett.accounts.permissions import reads_history
from monitoring.comments import waiting_for_answer
from monitoring.handover import handover, is_newcomer
from monitoring.models import AnnualReport, ProgressReport, ReportingPeriod, ReportState
from monitoring.permissions import (
    can_compose_annual,
    can_open_semester,
    can_review,
    can_start_report,
)
from plan.models import Plan, Target
from plan.permissions import decides_targets
from risks.models import MitigationAction
from risks.permissions import can_review as can_review_risks


@login_not_required
def home(request):
    published = AnnualReport.objects.visible_to(request.user).published().for_listing()[:3]
    if request.user.is_authenticated:
        return render(request, "home.html", {"published": published, **desk(request)})
    return render(request, "welcome.html", {"published": published})


def welcome(membership) -> dict:
    """The handover, for who has not written anything yet."""
    if not is_newcomer(membership):
        return {"is_newcomer": False}
    return {"is_newcomer": True, **handover(membership)}


def own_reports(membership):
    """Those that the hat reports and that are still talked about."""
    if membership is None:
        return ProgressReport.objects.none()
    unfinished = ProgressReport.objects.exclude(state=ReportState.VALIDATED)
    return unfinished.filter(stakeholder=membership.stakeholder_id)


def waiting_goals(membership) -> list[tuple[Plan, int]]:
    """The plans of which metas wait for the visto bueno of who may give it, and how many."""
    if not decides_targets(membership):
        return []
    waiting = Target.objects.proposed().order_by()
    counted = waiting.values_list("measure__indicator__activity__plan").annotate(Count("pk"))
    counts = dict(counted)
    return [(plan, counts[plan.pk]) for plan in Plan.objects.filter(pk__in=counts)]


def open_actions(membership):
    """What the hat is in charge of against risks, and is not done yet."""
    if membership is None:
        return MitigationAction.objects.none()
    mine = MitigationAction.objects.filter(owner=membership.stakeholder_id, done_on__isnull=True)
    return mine.select_related("risk__plan").order_by("due_on")


def desk(request) -> dict:
    """What waits for the person today, in the hat of this request."""
    reports = ProgressReport.objects.visible_to(request.user).with_progress()
    return {
        **welcome(request.membership),
        "may_report": can_start_report(request.membership),
        "plan": Plan.objects.current(),
        "plans": Plan.objects.all(),
        "actions": open_actions(request.membership),
        "to_write": reports.to_write_by(request.membership),
        "waiting": waiting_for_answer(own_reports(request.membership), request.user),
        "to_review": [
            report for report in reports.awaiting_review() if can_review(request.membership, report)
        ],
        "periods": ReportingPeriod.objects.open().with_states(),
        "proposals": waiting_goals(request.membership),
        "reviews_risks": can_review_risks(request.membership),
        "reads_history": reads_history(request.user),
        "may_open": can_open_semester(request.membership),
        "may_compose": can_compose_annual(request.membership),
    }
