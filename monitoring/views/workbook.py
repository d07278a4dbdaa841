from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.tablefiles.sheets import Unreadable
from monitoring.forms.workbook import WorkbookForm
from monitoring.models import ProgressReport, WorkbookUpload
from monitoring.permissions import can_report, can_take_away
from monitoring.reports import not_editable
from monitoring.views.reports import visible_report
from monitoring.workbook import exchange
from monitoring.workbook.exchange import Outcome, Refused
from monitoring.workbook.writing import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook_download(request, pk):
    """For who reports it and for who reads the whole region, whatever its state."""
    report = visible_report(request, pk)
    if not can_take_away(request.membership, request.user, report):
        raise PermissionDenied
    return as_file(workbook_of(report), name_of(report))


def name_of(report: ProgressReport) -> str:
    return f"libro-{report.stakeholder.code}-{report.period.semester.code}.xlsx"


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def reported(request, pk) -> ProgressReport:
    """A report that the person reports; whether it may be written now is another question."""
    report = visible_report(request, pk)
    if not can_report(request.membership, report):
        raise PermissionDenied
    return report


def workbook_upload(request, pk):
    report = reported(request, pk)
    if not report.is_editable:
        return already_sent(request, report)
    if request.method != "POST":
        return show_upload(request, report, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_upload(request, report, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = exchange.bring(report, name=file.name, content=file.read(), by=request.membership)
    except (Refused, Unreadable) as refused:
        form.add_error("file", str(refused))
        return show_upload(request, report, form, status=422)
    return redirect("monitoring:workbook_preview", report.pk, upload.key)


def already_sent(request, report: ProgressReport):
    messages.warning(request, not_editable(report))
    return redirect(report)


def show_upload(request, report: ProgressReport, form: WorkbookForm, *, status=200):
    context = {"report": report, "form": form}
    return render(request, "monitoring/workbook_upload.html", context, status=status)


def own_upload(request, pk, key) -> WorkbookUpload:
    """One that the person brought, for a report that it still reports."""
    report = reported(request, pk)
    upload = get_object_or_404(WorkbookUpload, report=report, key=key, uploaded_by=request.user)
    upload.report = report
    return upload


@require_safe
def workbook_preview(request, pk, key):
    upload = own_upload(request, pk, key)
    if upload.applied_at:
        return already_applied(request, upload)
    try:
        outcome = exchange.check(upload, by=request.membership)
    except (Refused, Unreadable) as refused:
        return refuse(request, upload, refused)
    return show_preview(request, upload, outcome)


def already_applied(request, upload: WorkbookUpload):
    messages.success(request, _("Los cambios de este libro ya están guardados."))
    return redirect(upload.report)


def refuse(request, upload: WorkbookUpload, refused: Exception):
    """Since it was brought, something happened that makes it useless."""
    form = WorkbookForm(data={})
    form.errors.clear()
    form.add_error("file", str(refused))
    return show_upload(request, upload.report, form, status=409)


def show_preview(request, upload: WorkbookUpload, outcome: Outcome, *, is_other=False, status=200):
    context = {
        "report": upload.report,
        "upload": upload,
        "outcome": outcome,
        "is_other": is_other,
    }
    return render(request, "monitoring/workbook_preview.html", context, status=status)


def workbook_apply(request, pk, key):
    upload = own_upload(request, pk, key)
    if request.method != "POST":
        return redirect("monitoring:workbook_preview", pk, key)
    shown = request.POST.get("shown", "")
    try:
        outcome = exchange.apply(upload, shown=shown, by=request.membership)
    except (Refused, Unreadable) as refused:
        return refuse(request, upload, refused)
    if not outcome.is_applied:
        return show_preview(request, upload, outcome, is_other=True, status=409)
    messages.success(
        request,
        _(
            "Los cambios del libro están guardados. Para seguir sin conexión, descargue un libro"
            " nuevo."
        ),
    )
    return redirect(upload.report)


@require_safe
def workbook_marked(request, pk, key):
    """The workbook as it was brought, with what is wrong marked in it."""
    upload = own_upload(request, pk, key)
    if upload.applied_at:
        return already_applied(request, upload)
    try:
        outcome = exchange.check(upload, by=request.membership)
        content = exchange.marked_copy(upload, outcome.faults)
    except (Refused, Unreadable) as refused:
        return refuse(request, upload, refused)
    return as_file(content, f"errores-{name_of(upload.report)}")
