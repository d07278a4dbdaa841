import mimetypes
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from monitoring import evidence
from monitoring.forms.evidence import EvidenceForm
from monitoring.models import Evidence, ProgressEntry, ProgressReport
from monitoring.permissions import can_report, can_review
from monitoring.reports import WritingDenied
from monitoring.views.records import already_sent, as_uuid, reported_entry
from monitoring.views.review import (
    back_to,
    comes_from_review,
    reject_form,
    reviewed_report,
    show_activity,
)


def evidence_add(request, pk, code):
    entry = reported_entry(request, pk, code)
    if request.method != "POST":
        if not entry.report.is_editable:
            return already_sent(request, entry)
        return show_evidence(request, EvidenceForm(entry=entry, initial=asked_row(request, entry)))
    form = EvidenceForm(request.POST, request.FILES, entry=entry)
    if not form.is_valid():
        return show_evidence(request, form, status=422)
    try:
        added = evidence.add_evidence(form.several(), by=request.membership)
    except WritingDenied as denied:
        form.add_error(None, str(denied))
        return show_evidence(request, form, status=422)
    sentence = ngettext(
        "%(count)d medio de verificación guardado.",
        "%(count)d medios de verificación guardados.",
        len(added),
    )
    messages.success(request, sentence % {"count": len(added)}, extra_tags=f"evidencia/{entry.pk}")
    return redirect(entry)


def asked_row(request, entry: ProgressEntry) -> dict:
    """The row that the address names, to be the one that the evidence is of."""
    key = as_uuid(request.GET.get("accion", ""))
    return {"record": entry.records.filter(key=key).first() if key else None}


def show_evidence(request, form: EvidenceForm, *, status=200):
    entry = form.instance.entry
    context = {"entry": entry, "report": entry.report, "form": form}
    return render(request, "monitoring/evidence_form.html", context, status=status)


def visible_evidence(request, pk) -> Evidence:
    visible = Evidence.objects.visible_to(request.user).select_related(
        "entry__activity", "entry__report__stakeholder", "entry__report__period__semester"
    )
    return get_object_or_404(visible, pk=pk)


@require_safe
def evidence_download(request, pk):
    """Always as a download and never shown by the browser, whatever it holds.

    Of a link, the page where it stands: nobody is sent to another site without having chosen it.
    """
    row = visible_evidence(request, pk)
    if not row.file:
        return redirect(row.entry)
    if not row.file.storage.exists(row.file.name):
        messages.error(
            request, _("El archivo no está en el servidor. Avise a la Secretaría Técnica.")
        )
        return redirect(row.entry)
    suffix = PurePath(row.original_name).suffix
    response = FileResponse(
        row.file.open(),
        as_attachment=True,
        filename=row.original_name,
        content_type=mimetypes.types_map.get(suffix.lower(), "application/octet-stream"),
    )
    response["Cache-Control"] = "private, no-store"
    return response


def evidence_remove(request, pk):
    row = visible_evidence(request, pk)
    if not can_report(request.membership, row.entry.report):
        raise PermissionDenied
    if not row.entry.report.is_editable:
        return already_sent(request, row.entry)
    if request.method != "POST":
        context = {"row": row, "entry": row.entry}
        return render(request, "monitoring/remove.html", context)
    try:
        evidence.remove_evidence(row, by=request.membership)
    except WritingDenied as denied:
        messages.error(request, str(denied))
    else:
        messages.success(request, _("Medio de verificación quitado."))
    return redirect(row.entry)


def judged_evidence(request, pk) -> Evidence:
    row = visible_evidence(request, pk)
    if not can_review(request.membership, row.entry.report):
        raise PermissionDenied
    return row


def evidence_accept(request, pk):
    row = judged_evidence(request, pk)
    if request.method == "POST":
        try:
            evidence.accept_evidence(row, by=request.membership, seen=request.POST.get("seen"))
        except evidence.JudgedMeanwhile as meanwhile:
            messages.error(request, str(meanwhile))
            return show_activity(request, row.entry.report_id, row.entry.activity.code, status=409)
        except WritingDenied as denied:
            messages.error(request, str(denied))
        else:
            messages.success(request, _("Aceptado: «%(title)s».") % {"title": row.title})
    return back_to(request, row.entry, f"evidencia-{row.pk}")


def evidence_reject(request, pk):
    row = judged_evidence(request, pk)
    if request.method != "POST":
        return back_to(request, row.entry, f"evidencia-{row.pk}")
    form, status = reject_form(row, request.POST), 422
    if form.is_valid():
        try:
            evidence.reject_evidence(
                row,
                reason=form.cleaned_data["reason"],
                by=request.membership,
                seen=request.POST.get("seen"),
            )
        except WritingDenied as denied:
            form.add_error("reason", str(denied))
            status = 409 if isinstance(denied, evidence.JudgedMeanwhile) else 422
        else:
            messages.success(request, _("No aceptado: «%(title)s».") % {"title": row.title})
            return back_to(request, row.entry, f"evidencia-{row.pk}")
    pk, code = row.entry.report_id, row.entry.activity.code
    return show_activity(request, pk, code, bound={f"motivo-{row.pk}": form}, status=status)


def evidence_accept_all(request, pk):
    """What nobody judged yet: of the whole report, or of the activity that the form names."""
    report = reviewed_report(request, pk)
    code = named_code(request, report)
    if request.method == "POST":
        accept_pending(request, report, code)
    if code is not None:
        address = reverse("monitoring:review_activity", args=[report.pk, code])
        return redirect(f"{address}#evidencia")
    if comes_from_review(request):
        return redirect("monitoring:review_list", report.pk)
    return redirect(f"{report.get_absolute_url()}#pasos")


def named_code(request, report: ProgressReport) -> str | None:
    """One that the report does not have is no page: it must not stand for the whole report."""
    code = request.POST.get("code")
    if code is not None and code not in report.entries.values_list("activity__code", flat=True):
        raise Http404
    return code


def accept_pending(request, report: ProgressReport, code: str | None) -> None:
    try:
        count = evidence.accept_all(report, by=request.membership, code=code)
    except WritingDenied as denied:
        messages.error(request, str(denied))
        return
    sentence = ngettext(
        "%(count)d medio de verificación aceptado.",
        "%(count)d medios de verificación aceptados.",
        count,
    )
    messages.success(request, sentence % {"count": count})
