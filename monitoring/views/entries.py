from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from monitoring import entries
from monitoring.forms.reports import CommentForm, EntryForm
from monitoring.models import Evidence, ProgressEntry
from monitoring.permissions import can_comment, can_report, can_write
from monitoring.reports import Stale, WritingDenied


def visible_entry(request, pk, code) -> ProgressEntry:
    visible = (
        ProgressEntry.objects.visible_to(request.user)
        .in_plan_order()
        .select_related(
            "report__stakeholder",
            "report__period__semester__plan",
            "report__period__edition",
            "activity__plan",
            "saved_by",
        )
    )
    return get_object_or_404(visible, report__pk=pk, activity__code=code)


def entry_detail(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method == "POST":
        if not can_report(request.membership, entry.report):
            raise PermissionDenied
        return entry_save(request, entry)
    return show_entry(request, entry, EntryForm(instance=entry))


def entry_save(request, entry: ProgressEntry):
    form = EntryForm(request.POST, instance=entry)
    if not form.is_valid():
        return show_entry(request, entry, form, status=422)
    try:
        entries.save_entry(
            form.instance, version=form.cleaned_data["version"], by=request.membership
        )
    except Stale as stale:
        saved = EntryForm(instance=stale.saved)
        differences = form.differences_from(saved)
        if differences:
            conflict = {"differences": differences, "saved": stale.saved}
            return show_entry(request, entry, form.rebased_on(saved), conflict=conflict, status=409)
    except WritingDenied as denied:
        form.add_error(None, str(denied))
        return show_entry(request, entry, form, status=422)
    messages.success(request, _("Guardado: actividad %(code)s.") % {"code": entry.activity.code})
    return redirect(entry if "stay" in request.POST else entry.report)


def show_entry(
    request, entry: ProgressEntry, form, *, comment_form=None, conflict=None, status=200
):
    may_write = can_write(request.membership, entry.report)
    around = list(entry.report.entries.order_by("activity__order").select_related("activity"))
    place = around.index(entry)
    return render(
        request,
        "monitoring/entry_detail.html",
        {
            "entry": entry,
            "report": entry.report,
            "form": form if form.is_bound or may_write else None,
            "conflict": conflict,
            "may_write": may_write,
            "comment_form": comment_form or CommentForm(),
            "may_comment": comment_form or can_comment(request.membership, entry.report),
            "measures": entry.measures(),
            "records": entry.records.for_reading(request.user),
            "evidence": Evidence.objects.visible_to(request.user).filter(entry=entry),
            "comments": entry.comments.visible_to(request.user).select_related("by", "stakeholder"),
            "previous": around[place - 1] if place else None,
            "next": around[place + 1] if place + 1 < len(around) else None,
        },
        status=status,
    )


def comment_add(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return redirect(entry)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            entries.add_comment(entry, text=form.cleaned_data["text"], by=request.membership)
        except WritingDenied as denied:
            form.add_error("text", str(denied))
        else:
            messages.success(request, _("Comentario guardado."))
            return redirect(f"{entry.get_absolute_url()}#comentarios")
    unchanged = EntryForm(instance=entry)
    return show_entry(request, entry, unchanged, comment_form=form, status=422)


def no_activity_undo(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return redirect(entry)
    try:
        entries.take_back_no_activity(entry, by=request.membership)
    except WritingDenied as denied:
        messages.error(request, str(denied))
    return redirect(entry)
