from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from monitoring import events
from monitoring.forms.events import SameEventForm
from monitoring.permissions import can_review
from monitoring.reports import WritingDenied
from monitoring.views.entries import visible_entry


def record_event(request, pk, code, key):
    """Which rows of others are the same regional event as this one."""
    entry = visible_entry(request, pk, code)
    if not can_review(request.membership, entry.report):
        raise PermissionDenied
    record = get_object_or_404(entry.records, key=key)
    record.entry = entry
    form = SameEventForm(request.POST or None, record=record)
    if request.method == "POST" and form.is_valid():
        try:
            events.link_event(record, form.cleaned_data["others"], by=request.membership)
        except WritingDenied as denied:
            form.add_error(None, str(denied))
        else:
            messages.success(request, _("Guardado: la región cuenta ese evento una sola vez."))
            return redirect(entry)
    context = {"entry": entry, "report": entry.report, "record": record, "form": form}
    status = 422 if form.errors else 200
    return render(request, "monitoring/record_event.html", context, status=status)
