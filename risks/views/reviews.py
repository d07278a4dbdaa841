from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from plan.models import Plan, Semester
from plan.plans import find_plan
from plan.views.page import plan_page
from risks import reporting, reviews
from risks.forms.reviews import ReviewSheet, differences
from risks.models import RiskReview
from risks.permissions import can_review
from risks.views.parents import matrix_crumb, review_crumb


def reviewed_plan(request, code) -> Plan:
    plan = find_plan(request, code)
    if not can_review(request.membership):
        raise PermissionDenied
    return plan


@require_safe
def review_list(request, code):
    plan = reviewed_plan(request, code)
    context = {
        "states": reporting.semester_states(plan, request.membership.stakeholder),
        "title": _("Revisión semestral"),
        "parents": [matrix_crumb(plan)],
    }
    return plan_page(request, plan, "risks/review_list.html", context)


def review(request, code, semester_code):
    plan = reviewed_plan(request, code)
    semester = begun_semester(plan, semester_code)
    sheet = ReviewSheet(
        request.POST if request.method == "POST" else None,
        lines=lines_of(request, semester),
    )
    if request.method != "POST":
        return show_review(request, semester, sheet)
    if "take" in request.POST:
        messages.info(request, _("Está abajo, y todavía no se ha guardado: revíselo y guarde."))
        return show_review(request, semester, sheet.taking(request.POST["take"]))
    return save_review(request, semester, sheet)


def begun_semester(plan: Plan, code: str) -> Semester:
    found = [semester for semester in reporting.begun_semesters(plan) if semester.code == code]
    if not found:
        raise Http404
    return found[0]


def lines_of(request, semester: Semester) -> list[reporting.ReviewLine]:
    return reporting.review_lines(semester, request.membership.stakeholder)


def save_review(request, semester: Semester, sheet: ReviewSheet):
    if not sheet.is_valid():
        return show_review(request, semester, sheet, status=422)
    try:
        saved = reviews.save_reviews(
            semester,
            of=hat(request),
            changes=sheet.changes(),
            by=request.membership,
        )
    except reviews.Stale as stale:
        rebased = sheet.rebased(lines_of(request, semester))
        return show_review(request, semester, rebased, conflicts=stale.conflicts, status=409)
    except reviews.ReviewDenied as denied:
        return show_review(request, semester, sheet, denied=str(denied), status=422)
    messages.success(request, what_was_saved(saved), extra_tags=draft_of(request, semester))
    return redirect("risks:review", semester.plan.code, semester.code)


def hat(request) -> str:
    """For whom the page was opened, which is not whom the person acts for since then."""
    if request.method == "POST":
        return request.POST.get("hat", "")
    return request.membership.stakeholder.code


def what_was_saved(saved: list[RiskReview]) -> str:
    if not saved:
        return _("No había cambios.")
    sentence = ngettext(
        "Guardado: %(count)d riesgo revisado (%(codes)s).",
        "Guardado: %(count)d riesgos revisados (%(codes)s).",
        len(saved),
    )
    codes = ", ".join(review.risk.code for review in saved)
    return sentence % {"count": len(saved), "codes": codes}


def draft_of(request, semester: Semester) -> str:
    """Under which name a browser keeps what was typed of the review."""
    return f"riesgos/{semester.pk}/{request.membership.stakeholder_id}"


def show_review(request, semester, sheet: ReviewSheet, *, conflicts=(), denied="", status=200):
    plan = semester.plan
    unreviewed = [line.risk.code for line in sheet.lines if line.review is None]
    context = {
        "semester": semester,
        "stakeholder": request.membership.stakeholder,
        "hat": hat(request),
        "sheet": sheet,
        "reviewed": len(sheet.lines) - len(unreviewed),
        "unreviewed": unreviewed,
        "is_writable": reviews.is_writable(semester),
        "when_written": reviews.when_written(semester),
        "denied": denied,
        "conflicts": [(conflict, differences(conflict)) for conflict in conflicts],
        "draft": draft_of(request, semester),
        "title": semester.code,
        "parents": [matrix_crumb(plan), review_crumb(plan)],
    }
    return plan_page(request, plan, "risks/review.html", context, status=status)
