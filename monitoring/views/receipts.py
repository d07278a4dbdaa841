from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from corett.lib.canonical import canonical
from monitoring import receipts
from monitoring.models import ProgressReport, Receipt, ReportState
from monitoring.permissions import can_print


def visible_receipt(request, pk, number) -> Receipt:
    visible = Receipt.objects.visible_to(request.user).select_related(
        "event__by", "event__stakeholder", "report__stakeholder", "report__period__semester__plan"
    )
    return get_object_or_404(visible, report__pk=pk, number=number)


@require_safe
def receipt_detail(request, pk, number):
    receipt = visible_receipt(request, pk, number)
    report = receipt.report
    others = list(report.receipts.exclude(pk=receipt.pk).select_related("event").defer("content"))
    is_last = all(other.number < receipt.number for other in others)
    is_waiting = is_last and report.state == ReportState.SUBMITTED
    return render(
        request,
        "monitoring/receipt_detail.html",
        {
            "receipt": receipt,
            "report": report,
            "counts": receipt.content["counts"],
            "others": others,
            "is_last": is_last,
            "next_steps": receipts.next_steps(report) if is_waiting else [],
            "is_mailed": not report.period.semester.plan.is_demonstration,
        },
    )


@require_safe
def receipt_pdf(request, pk, number):
    receipt = visible_receipt(request, pk, number)
    name = f"{receipts.file_name(receipt.report, number=number)}.pdf"
    return private_download(receipts.render(receipt.content), name)


@require_safe
def receipt_data(request, pk, number):
    """The very bytes whose hash the receipt prints."""
    receipt = visible_receipt(request, pk, number)
    name = f"{receipts.file_name(receipt.report, number=number)}.json"
    return private_download(canonical(receipt.content), name)


@require_safe
def report_draft_pdf(request, pk):
    """The report as it now is; until it is sent, it says that it is a draft."""
    visible = ProgressReport.objects.visible_to(request.user).select_related(
        "stakeholder", "period__semester__plan", "period__edition", "submitted_by"
    )
    report = get_object_or_404(visible, pk=pk)
    if not can_print(request.user, report):
        raise PermissionDenied
    return private_download(receipts.report_pdf(report), f"{receipts.file_name(report)}.pdf")


def private_download(data: bytes, name: str) -> FileResponse:
    response = FileResponse(BytesIO(data), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
