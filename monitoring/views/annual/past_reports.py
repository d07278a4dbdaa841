"""Reports made outside the system: added by the Secretaría, downloaded beside the editions."""

import mimetypes
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from monitoring import annual
from monitoring.annual import past_reports
from monitoring.annual.verifying import fault_of
from monitoring.forms.annual_readers import PastReportForm
from monitoring.models import PastReport
from monitoring.permissions import can_compose_annual
from monitoring.views.annual.public import show_list
from plan.models import Plan


@login_not_required
@require_safe
def past_report_download(request, pk):
    """The file as it was given, always as a download; not served once it is another."""
    past = visible_past_report(request, pk)
    if fault := fault_of(past):
        said = _("No se puede descargar «%(title)s»: %(fault)s Avise a la Secretaría Técnica.")
        sentence = said % {"title": past, "fault": fault}
        return show_list(request, missing_file=sentence, status=404)
    suffix = PurePath(past.original_name).suffix.lower()
    return FileResponse(
        past.file.open(),
        as_attachment=True,
        filename=past.original_name,
        content_type=mimetypes.types_map.get(suffix, "application/octet-stream"),
    )


def visible_past_report(request, pk) -> PastReport:
    visible = PastReport.objects.visible_to(request.user).select_related("plan")
    return get_object_or_404(visible, pk=pk)


def past_report_add(request):
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    if not Plan.objects.exists():
        return redirect("monitoring:annual_list")
    if request.method != "POST":
        return show_form(request, PastReportForm())
    form = PastReportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            past = past_reports.add_past_report(
                form.instance, form.cleaned_data["upload"], by=request.membership
            )
        except annual.AnnualError as refused:
            form.add_error("upload", str(refused))
        else:
            said = _("Añadido a %(year)s: «%(title)s».")
            messages.success(request, said % {"year": past.year, "title": past})
            return redirect("monitoring:annual_list")
    return show_form(request, form, status=422)


def show_form(request, form: PastReportForm, *, status=200):
    return render(request, "monitoring/past_report_form.html", {"form": form}, status=status)


def past_report_remove(request, pk):
    """The page asks once more; the file cannot be had again from here."""
    past = visible_past_report(request, pk)
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "monitoring/past_report_remove.html", {"past": past})
    try:
        past_reports.remove_past_report(past, by=request.membership)
    except annual.AnnualError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Quitado: «%(title)s».") % {"title": past})
    return redirect("monitoring:annual_list")
