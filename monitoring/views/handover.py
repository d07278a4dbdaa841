from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.handover import handover
from monitoring.permissions import can_start_report


@require_safe
def handover_page(request):
    if not can_start_report(request.membership):
        raise PermissionDenied
    return render(request, "monitoring/handover.html", handover(request.membership))


@require_safe
def guide(request):
    """How to report a semester, on one page."""
    return render(request, "monitoring/guide.html")
