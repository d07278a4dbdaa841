"""Publishing an edition: what it lacks, the button, and how far the run is."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from monitoring import annual
from monitoring.forms.annual_publish import PublishForm
from monitoring.models import AnnualReport, Publication, PublicationState
from monitoring.permissions import can_compose_annual
from monitoring.views.annual.reading import report_in_preparation, visible_report
from monitoring.weak_points import check

REFRESHED_EVERY = 4
"""Seconds between two looks at how far it is."""


def annual_publish(request, plan, year, edition):
    """The page asks once more and shows what is missing; its button asks for the publication."""
    report = report_in_preparation(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if report.publications.open().exists():
        return redirect("monitoring:annual_publication", *report.address)
    if request.method != "POST":
        return show_publish(request, report)
    form = PublishForm(request.POST, needs_reason=annual.needs_reason(report))
    if not form.is_valid():
        return show_publish(request, report, form, status=422)
    try:
        annual.request_publication(report, by=request.membership, **form.cleaned_data)
    except annual.AnnualError as refused:
        form.add_error(None, str(refused))
        return show_publish(request, report, rebased(form, report), status=409)
    return redirect("monitoring:annual_publication", *report.address)


def rebased(form: PublishForm, report: AnnualReport) -> PublishForm:
    """The page that refuses shows what stands now: its button publishes that."""
    form.data = {**form.data.dict(), "version": report.version}
    return form


def show_publish(request, report: AnnualReport, form: PublishForm | None = None, *, status=200):
    checked = check(report)
    form = form or PublishForm(
        initial={"version": report.version}, needs_reason=not checked.is_endorsed
    )
    return render(
        request,
        "monitoring/annual_publish.html",
        {
            "report": report,
            "form": form,
            "blockers": annual.blockers(report, is_empty=checked.is_empty),
            "weak_points": checked.points,
            "is_endorsed": "reason" not in form.fields,
        },
        status=status,
    )


@require_safe
def annual_publication(request, plan, year, edition):
    """How far the last run is, or how it ended; it asks again by itself while it runs."""
    publication = last_publication(request, plan, year, edition)
    is_under_way = publication.is_open and not publication.is_interrupted
    report = publication.report
    return render(
        request,
        "monitoring/annual_publication.html",
        {
            "report": report,
            "publication": publication,
            "is_done": publication.state == PublicationState.DONE,
            "is_waiting": publication.state == PublicationState.WAITING,
            "is_under_way": is_under_way,
            "refreshed_every": REFRESHED_EVERY if is_under_way else None,
            "files": report.files.all() if report.is_published else [],
        },
    )


@require_POST
def annual_publication_resume(request, plan, year, edition):
    """Take up again what was interrupted; pressed twice, it does so once."""
    publication = last_publication(request, plan, year, edition)
    with suppress(annual.AnnualError):
        annual.resume(publication, by=request.membership)
    return redirect("monitoring:annual_publication", plan, year, edition)


def last_publication(request, plan, year, edition) -> Publication:
    report = visible_report(request, plan, year, edition)
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    publication = report.publications.select_related("by").first()
    if publication is None:
        raise Http404
    publication.report = report
    return publication
