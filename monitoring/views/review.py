"""The pages of who reviews: a report activity by activity."""

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from monitoring.forms.comments import AnswerForm, CommentForm
from monitoring.forms.review import RejectForm
from monitoring.models import ProgressEntry, ProgressReport
from monitoring.permissions import can_comment, can_judge, can_review, can_settle
from monitoring.review.reading import Review, read_review, with_last_return

FROM_REVIEW = "revision"


def reviewed_report(request, pk) -> ProgressReport:
    visible = with_last_return(ProgressReport.objects.visible_to(request.user)).select_related(
        "stakeholder", "period__semester__plan", "period__edition"
    )
    report = get_object_or_404(visible, pk=pk)
    if not can_review(request.membership, report):
        raise PermissionDenied
    return report


@require_safe
def review_list(request, pk):
    report = reviewed_report(request, pk)
    prefetch_related_objects([report], "extensions")
    return render(
        request,
        "monitoring/review_list.html",
        {
            "report": report,
            "review": read_review(report, request.user, since=report.last_back_at),
            "may_judge": can_judge(request.membership, report),
        },
    )


@require_safe
def review_activity(request, pk, code):
    return show_activity(request, pk, code)


def show_activity(request, pk, code, *, comment_form=None, bound=None, status=200):
    """`bound` is the form of one talk or medio de verificación that was not taken, by its key."""
    report = reviewed_report(request, pk)
    review = read_review(report, request.user, since=report.last_back_at, code=code)
    if code not in review.codes:
        raise Http404
    [activity] = review.activities
    bound = bound or {}
    return render(
        request,
        "monitoring/review_activity.html",
        {
            "report": report,
            "entry": activity.entry,
            "activity": activity,
            "since": review.since,
            "comment_form": comment_form or CommentForm(rows=activity.rows, initial=asked(request)),
            "may_comment": can_comment(request.membership, report),
            "may_settle": can_settle(request.membership, report),
            "may_judge": can_judge(request.membership, report),
            "talks": with_forms(activity.threads, bound),
            "pieces": [
                (one, bound.get(f"motivo-{one.pk}") or reject_form(one))
                for one in activity.evidence
            ],
            "refused": comment_form or next(iter(bound.values()), None),
            "came_from": FROM_REVIEW,
            **beside(review, code),
        },
        status=status,
    )


def asked(request) -> dict:
    """The row that the address names, to be the one that the comment is of."""
    return {"about": request.GET.get("accion", "")}


def with_forms(threads, bound) -> list[tuple]:
    """Each talk with the form of its answer: the one that was not taken, or an empty one."""
    return [
        (one, bound.get(f"respuesta-{one.opening.pk}") or answer_form(one.opening))
        for one in threads
    ]


def answer_form(comment, data=None) -> AnswerForm:
    return AnswerForm(data, auto_id=f"respuesta-{comment.pk}-%s")


def reject_form(evidence, data=None) -> RejectForm:
    return RejectForm(data, auto_id=f"motivo-{evidence.pk}-%s")


def beside(review: Review, code: str) -> dict:
    place = review.codes.index(code)
    return {
        "previous": review.codes[place - 1] if place else "",
        "next": review.codes[place + 1] if place + 1 < len(review.codes) else "",
        "place": place + 1,
        "of": len(review.codes),
    }


def comes_from_review(request) -> bool:
    return request.POST.get("from") == FROM_REVIEW


def back_to(request, entry: ProgressEntry, anchor: str):
    """The page that the person came from, at what was just saved."""
    page = "review_activity" if comes_from_review(request) else "entry_detail"
    address = reverse(f"monitoring:{page}", args=[entry.report_id, entry.activity.code])
    return redirect(f"{address}#{anchor}")
