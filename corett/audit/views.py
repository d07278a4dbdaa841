from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_history
from corett.audit import chain, reading
from corett.audit.forms import TrailFilter
from corett.audit.models import AuditRecord

RECORDS_PER_PAGE = 50


@require_safe
def trail(request):
    if not reads_history(request.user):
        raise PermissionDenied
    form = TrailFilter(request.GET)
    linked = AuditRecord.objects.exclude(position=None)
    page = Paginator(form.filter(linked), RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    position, sha256 = chain.head()
    context = {"form": form, "page": page, "records": reading.told(page)}
    return render(request, "audit/trail.html", {**context, "position": position, "sha256": sha256})


@require_safe
def trail_file(request):
    """The whole trail, from its first record, to check its chain elsewhere."""
    if not reads_history(request.user):
        raise PermissionDenied
    linked = AuditRecord.objects.exclude(position=None).in_order()
    return StreamingHttpResponse(
        reading.exported(linked.iterator(chunk_size=2000)),
        content_type="application/jsonl",
        headers={
            "Content-Disposition": 'attachment; filename="rastro.jsonl"',
            "Cache-Control": "private, no-store",
        },
    )
