from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from monitoring import events
from monitoring.forms.events import GroupForm, SameEventForm
from monitoring.models import ReportingPeriod
from monitoring.permissions import can_open_semester, can_review
from monitoring.reports import WritingDenied
from monitoring.views.entries import entry_of_row
from plan.models import Semester


def record_event(request, pk, code, key):
    """Which rows of others are the same regional event as this one."""
    entry = entry_of_row(request, pk, code)
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
            place = reverse("monitoring:review_activity", args=[pk, code])
            return redirect(f"{place}#accion-{record.key}")
    context = {"entry": entry, "report": entry.report, "record": record, "form": form}
    status = 422 if form.errors else 200
    return render(request, "monitoring/record_event.html", context, status=status)


@require_safe
def latest_events(request):
    """The latest semester of which anything was sent, else the latest that was opened."""
    refuse_others(request)
    periods = ReportingPeriod.objects.select_related("semester__plan")
    sent = periods.filter(reports__state__in=events.SENT)
    period = sent.first() or periods.first()
    if period is None:
        messages.info(request, _("Todavía no se ha abierto ningún semestre."))
        return redirect("monitoring:report_list")
    return redirect("monitoring:region_events", *address_of(period.semester))


def refuse_others(request) -> None:
    if not can_open_semester(request.membership):
        raise PermissionDenied


def address_of(semester: Semester) -> tuple[str, str]:
    return semester.plan.code, semester.code


def region_events(request, plan, semester):
    """The regional events of a semester: which rows are one, over all that was sent."""
    refuse_others(request)
    opened = Semester.objects.filter(period__isnull=False, plan__code=plan).select_related("plan")
    chosen = next((one for one in opened if one.code == semester), None)
    if chosen is None:
        raise Http404
    groups = events.event_groups(events.shared_rows(chosen))
    if request.method == "POST":
        return save_group(request, chosen, groups, list(opened))
    return show_groups(request, chosen, groups, list(opened))


def save_group(request, semester: Semester, groups, opened):
    code = request.POST.get("activity", "")
    group = next((one for one in groups if one.activity.code == code), None)
    if group is None:
        messages.error(request, _("Esas filas ya no están en esta lista. Mírela otra vez."))
        return redirect("monitoring:region_events", *address_of(semester))
    form = GroupForm(request.POST, group=group)
    if not form.is_valid() or not say_one_event(request, form):
        return show_groups(request, semester, groups, opened, wrong=(code, form), status=422)
    return redirect("monitoring:region_events", *address_of(semester))


def say_one_event(request, form: GroupForm) -> bool:
    rows = list(form.cleaned_data["rows"])
    try:
        if form.cleaned_data["is_one"]:
            events.link_event(rows[0], rows[1:], by=request.membership)
            sentence = _("Guardado: la región cuenta ese evento una sola vez.")
        else:
            events.part_rows(rows, by=request.membership)
            sentence = _("Guardado: cada fila cuenta por su lado.")
    except WritingDenied as denied:
        form.add_error("rows", str(denied))
        return False
    messages.success(request, sentence)
    return True


def show_groups(request, semester: Semester, groups, opened, *, wrong=("", None), status=200):
    code, form = wrong
    context = {
        "semester": semester,
        "opened": opened,
        "groups": groups,
        "form": form,
        "wrong_activity": code,
        "marked": form.data.getlist("rows") if form else [],
    }
    return render(request, "monitoring/region_events.html", context, status=status)
