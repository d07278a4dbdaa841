from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from monitoring import entries
from monitoring.comments import threads_of
from monitoring.entry_values import values_over
from monitoring.forms.comments import CommentForm
from monitoring.forms.reports import EntryForm
from monitoring.forms.versions import Difference
from monitoring.models import ProgressEntry
from monitoring.models.entry import ProgressEntryQuerySet
from monitoring.permissions import (
    can_comment,
    can_print,
    can_report,
    can_review,
    can_settle,
    can_write,
)
from monitoring.reports import Stale, WritingDenied, not_editable
from monitoring.views.review import asked, with_forms
from plan.notes import PageNotes

LATEST_CHANGES = 20
LATEST_SEMESTERS = 3
BROUGHT = ("progress", "obstacles", "next_steps", "approaches_how", "risks_response")


def visible_entry(request, pk, code) -> ProgressEntry:
    """With the enfoques and risks that it marks, of those of its plan."""
    visible = named_entries(request.user).in_plan_order()
    entry = get_object_or_404(around(visible), report__pk=pk, activity__code=code)
    entries.put_marks(entry)
    return entry


def around(visible: ProgressEntryQuerySet) -> ProgressEntryQuerySet:
    """With the codes of the activities before and after it in the same report."""
    same = ProgressEntry.objects.filter(report=OuterRef("report"))
    before = same.filter(activity__order__lt=OuterRef("activity__order"))
    after = same.filter(activity__order__gt=OuterRef("activity__order"))
    return visible.annotate(
        previous_code=Subquery(before.order_by("-activity__order").values("activity__code")[:1]),
        next_code=Subquery(after.order_by("activity__order").values("activity__code")[:1]),
    )


def entry_of_row(request, pk, code) -> ProgressEntry:
    """For a page of one of its rows: with what it measures, and without what its rows add up to."""
    visible = named_entries(request.user).in_plan_order()
    visible = visible.prefetch_related("activity__indicator__measures")
    return get_object_or_404(visible, report__pk=pk, activity__code=code)


def named_entries(user) -> ProgressEntryQuerySet:
    return ProgressEntry.objects.visible_to(user).select_related(
        "report__stakeholder",
        "report__period__semester__plan",
        "report__period__edition",
        "activity__plan",
        "saved_by",
    )


def entry_detail(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return show_entry(request, entry, EntryForm(instance=entry))
    if not can_report(request.membership, entry.report):
        raise PermissionDenied
    if "bring" in request.POST:
        return bring_text(request, entry)
    if "take" in request.POST:
        return take_text(request, entry)
    return entry_save(request, entry)


def bring_text(request, entry: ProgressEntry):
    """What the stakeholder said the semester before, added to what is typed; not saved yet."""
    earlier = entries.last_said(entries.earlier_entries(entry, request.user))
    name = request.POST["bring"]
    brought = {}
    if earlier is not None and name in BROUGHT:
        brought = {name: added(request.POST.get(name, ""), getattr(earlier, name))}
    return show_unsaved(request, entry, brought)


def added(typed: str, earlier: str) -> str:
    if earlier.strip() in typed:
        return typed
    return "\n\n".join(text for text in (typed.rstrip(), earlier) if text)


def take_text(request, entry: ProgressEntry):
    """What is saved, in the place of what is typed in one field."""
    name = request.POST["take"]
    saved = EntryForm(instance=entry)
    taken = {name: saved[name].initial} if name in saved.fields else {}
    return show_unsaved(request, entry, taken)


def show_unsaved(request, entry: ProgressEntry, instead: dict):
    if not entry.report.is_editable:
        form = EntryForm(request.POST, instance=entry)
        form.add_error(None, not_editable(entry.report))
        return show_entry(request, entry, form, status=422)
    form = EntryForm.shown_again(request.POST, entry=entry, **instead)
    messages.info(request, _("Está abajo, y todavía no se ha guardado: revíselo y guarde."))
    return show_entry(request, entry, form, is_unsaved=True)


def entry_save(request, entry: ProgressEntry):
    form = EntryForm(request.POST, instance=entry)
    if not form.is_valid():
        return show_entry(request, entry, form, status=422)
    try:
        entries.save_entry(
            form.instance,
            version=form.cleaned_data["version"],
            by=request.membership,
            chosen=form.chosen(),
        )
    except Stale as stale:
        saved = EntryForm(instance=stale.saved)
        differences = form.differences_from(saved) + said_meanwhile(stale.saved)
        if differences:
            conflict = {"differences": differences, "saved": stale.saved}
            return show_entry(request, entry, form.rebased_on(saved), conflict=conflict, status=409)
    except WritingDenied as denied:
        form.add_error(None, str(denied))
        return show_entry(request, entry, form, status=422)
    messages.success(request, what_was_saved(entry), extra_tags=draft_of(entry))
    return redirect(entry if "stay" in request.POST else entry.report)


def said_meanwhile(saved: ProgressEntry) -> list[Difference]:
    """That there was no activity has no field in the form, and saving would take it back."""
    if not saved.no_activity:
        return []
    label = str(ProgressEntry._meta.get_field("no_activity").verbose_name)
    return [Difference(name="no_activity", label=label, saved=_("sí"), typed=_("no"))]


def what_was_saved(entry: ProgressEntry) -> str:
    """Which activity, what of it, and when."""
    change = entry.changes.first()
    if change is None or not change.fields:
        return _("Guardado: actividad %(code)s. No había cambios.") % {"code": entry.activity.code}
    return _("Guardado: actividad %(code)s. A las %(time)s cambió: %(what)s.") % {
        "code": entry.activity.code,
        "time": time_format(timezone.localtime(change.at), "H:i"),
        "what": ", ".join(field["label"].lower() for field in change.fields),
    }


def draft_of(entry: ProgressEntry) -> str:
    """Under which name a browser keeps what was typed in the narrative of the entry."""
    return f"avances/{entry.pk}"


def show_entry(
    request,
    entry: ProgressEntry,
    form,
    *,
    comment_form=None,
    bound=None,
    conflict=None,
    is_unsaved=False,
    status=200,
):
    may_write = can_write(request.membership, entry.report)
    sees_review = can_print(request.user, entry.report)
    told = over_semesters(request, entry)
    form.offer(entry)
    said = entry.comments.visible_to(request.user)
    threads = threads_of(said.select_related("by", "stakeholder", "record", "settled_by"))
    return render(
        request,
        "monitoring/entry_detail.html",
        {
            "entry": entry,
            "report": entry.report,
            "page_notes": PageNotes(entry.activity.plan),
            "form": form if form.is_bound or may_write else None,
            "conflict": conflict,
            "is_unsaved": is_unsaved or form.is_bound,
            "draft": draft_of(entry),
            "may_write": may_write,
            "may_link": can_review(request.membership, entry.report),
            "comment_form": comment_form
            or CommentForm(rows=entry.records.all(), initial=asked(request)),
            "refused": comment_form or next(iter((bound or {}).values()), None),
            "may_comment": comment_form or bound or can_comment(request.membership, entry.report),
            "may_settle": can_settle(request.membership, entry.report),
            "sees_review": sees_review,
            "talks": with_forms(threads, bound or {}),
            "evidence": [one for one in entry.evidence.all() if one.is_public or sees_review],
            "changes": entry.changes.visible_to(request.user).select_related("by", "stakeholder")[
                :LATEST_CHANGES
            ],
            **told,
        },
        status=status,
    )


def over_semesters(request, entry: ProgressEntry) -> dict:
    """What the rows add up to, beside what they did in the latest semesters and was said then."""
    before = entries.earlier_entries(entry, request.user)
    earlier, shown = entries.last_said(before), [entry, *before[:LATEST_SEMESTERS]]
    entries.put_parts([entry, *before])
    return {
        "records": entries.shown_rows(entry, request.user),
        "earlier": earlier,
        "earlier_records": entries.shown_rows(earlier, request.user) if earlier else [],
        "semesters": [one.report.period.semester for one in shown],
        "values": values_over(shown),
    }


def no_activity_undo(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return redirect(entry)
    if not can_report(request.membership, entry.report):
        raise PermissionDenied
    try:
        entries.say_activity(entry, by=request.membership)
    except WritingDenied as denied:
        messages.error(request, str(denied))
    return redirect(entry)
