"""The consulta of an edition: opened and closed, commented, agreed to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from monitoring import annual
from monitoring.annual import review
from monitoring.annual.desk import groups_of
from monitoring.forms.annual_sections import EndorseForm, SectionCommentForm
from monitoring.models import AnnualAction, AnnualReport
from monitoring.permissions import can_endorse_annual, has_part_in_annual
from monitoring.views.annual.reading import report_in_preparation, visible_report
from monitoring.views.annual.sections import draft_of_comment, show_section


def annual_review_open(request, plan, year, edition):
    report = report_in_preparation(request, plan, year, edition)
    done = _("La Presidencia y los países ya pueden leerlo y comentarlo.")
    return move(request, report, review.open_review, done)


def annual_review_close(request, plan, year, edition):
    report = report_in_preparation(request, plan, year, edition)
    return move(request, report, review.close_review, _("Volvió a la preparación."))


def move(request, report: AnnualReport, verb, done: str):
    if request.method == "POST":
        try:
            verb(report, by=request.membership)
        except annual.AnnualError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
    return redirect("monitoring:annual_compose", *report.address)


def annual_endorse(request, plan, year, edition):
    """The page asks once more; its button gives the visto bueno to what it showed."""
    report = visible_report(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if not can_endorse_annual(request.membership, report):
        raise PermissionDenied
    if request.method != "POST":
        return show_endorse(request, report)
    form = EndorseForm(request.POST)
    if not form.is_valid():
        return show_endorse(request, report, _("La página no llegó completa. Revísela de nuevo."))
    try:
        review.endorse(report, by=request.membership, **form.cleaned_data)
    except annual.AnnualError as refused:
        return show_endorse(request, visible_report(request, plan, year, edition), str(refused))
    messages.success(request, _("Su visto bueno quedó registrado."))
    return redirect("monitoring:annual_compose", *report.address)


def show_endorse(request, report: AnnualReport, refusal: str = ""):
    party = request.membership.stakeholder
    own = report.events.filter(stakeholder=party, action=AnnualAction.ENDORSED)
    groups = groups_of(report)
    return render(
        request,
        "monitoring/annual_endorse.html",
        {
            "report": report,
            "form": EndorseForm(initial={"version": report.version}),
            "refusal": refusal,
            "standing": review.standing_of(report, party, own.select_related("by")),
            "unwritten": [line for one in groups for line in one.lines if not line.has_text],
            "unsettled": report.comments.unsettled().filter(stakeholder=party).count(),
        },
        status=409 if refusal else 200,
    )


def annual_comment(request, plan, year, edition, section):
    report = visible_report(request, plan, year, edition)
    if report.is_published or request.method != "POST":
        return redirect("monitoring:annual_section", *report.address, section)
    if not has_part_in_annual(request.membership):
        raise PermissionDenied
    form = SectionCommentForm(request.POST)
    if form.is_valid():
        try:
            said = review.comment(report, section, form.cleaned_data["text"], by=request.membership)
        except annual.AnnualError as refused:
            form.add_error(None, str(refused))
        else:
            draft = draft_of_comment(report, section)
            messages.success(request, _("Comentario guardado."), extra_tags=draft)
            return to_comment(report, said)
    return show_section(request, report, section, comment_form=form, status=422)


def annual_comment_settle(request, plan, year, edition, pk):
    done = _("El comentario queda resuelto.")
    return decide(request, (plan, year, edition), pk, review.settle, done)


def annual_comment_reopen(request, plan, year, edition, pk):
    done = _("El comentario queda abierto.")
    return decide(request, (plan, year, edition), pk, review.leave_open, done)


def decide(request, address, pk, verb, done: str):
    report = report_in_preparation(request, *address)
    said = get_object_or_404(report.comments.all(), pk=pk)
    if request.method == "POST":
        try:
            verb(said, by=request.membership)
        except annual.AnnualError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
    return to_comment(report, said)


def to_comment(report: AnnualReport, said):
    page = redirect("monitoring:annual_section", *report.address, said.section)
    page["Location"] += f"#comentario-{said.pk}"
    return page
