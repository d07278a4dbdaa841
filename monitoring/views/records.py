import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from monitoring import records
from monitoring.forms.records import RecordForm, new_record
from monitoring.models import ProgressEntry, Record
from monitoring.permissions import can_report
from monitoring.reports import Stale, WritingDenied, not_editable
from monitoring.views.entries import entry_of_row


def record_add(request, pk, code):
    entry = reported_entry(request, pk, code)
    if request.method != "POST":
        if not entry.report.is_editable:
            return already_sent(request, entry)
        return show_record(
            request, RecordForm(instance=new_record(), entry=entry, like=model_row(request, entry))
        )
    form = RecordForm(request.POST, instance=new_record(), entry=entry)
    return save_record(request, form, records.add_record)


def model_row(request, entry: ProgressEntry) -> Record | None:
    """The row of the same stakeholder and activity that the address names as a model."""
    key = as_uuid(request.GET.get("como", ""))
    return Record.objects.filter(
        key=key,
        entry__activity=entry.activity_id,
        entry__report__stakeholder=entry.report.stakeholder_id,
    ).first()


def record_edit(request, pk, code, key):
    entry = reported_entry(request, pk, code)
    record = entry.records.filter(key=key).first()
    if record is None:
        return record_is_gone(request, entry)
    if request.method != "POST":
        if not entry.report.is_editable:
            return already_sent(request, entry)
        return show_record(request, RecordForm(instance=record, entry=entry))
    form = RecordForm(request.POST, instance=record, entry=entry)
    return save_record(request, form, records.change_record)


def record_is_gone(request, entry: ProgressEntry):
    """What the person typed stays, to be saved as a new row."""
    if request.method != "POST":
        raise Http404
    form = RecordForm(request.POST, instance=new_record(), entry=entry)
    form.add_error(
        None, _("Alguien quitó esta acción entretanto. Si hace falta, guárdela de nuevo.")
    )
    return show_record(request, form, status=409)


def save_record(request, form: RecordForm, save):
    if "more" in request.POST:
        return show_record(request, form.unsaved())
    if "take" in request.POST and not form.is_new:
        return take_value(request, form)
    if not form.entry.report.is_editable:
        form.add_error(None, not_editable(form.entry.report))
    if not form.is_valid():
        return show_record(request, form, status=422)
    try:
        save(form.row(), parts=form.parts(), by=request.membership)
    except Stale as stale:
        return show_conflict(request, form, stale)
    except WritingDenied as denied:
        form.add_error(None, str(denied))
        return show_record(request, form, status=422)
    return saved_record(request, form)


def take_value(request, form: RecordForm):
    """What is saved, in the place of what is typed in one field; nothing is written."""
    name = request.POST["take"]
    stored = Record.objects.get(pk=form.instance.pk)
    saved = RecordForm(instance=stored, entry=form.entry)
    if name in saved.fields:
        form = form.with_values({name: saved[name].value()})
    messages.info(request, _("Está abajo, y todavía no se ha guardado: revíselo y guarde."))
    return show_record(request, form.unsaved())


def draft_of(form: RecordForm) -> str:
    """Under which name a browser keeps what was typed of a row."""
    key = form.instance.key
    return f"nueva/{form.entry.pk}" if form.is_new else str(key)


def saved_record(request, form: RecordForm):
    entry = form.entry
    messages.success(request, _("Acción guardada."), extra_tags=str(form.instance.key))
    if "another" in request.POST:
        return redirect("monitoring:record_add", entry.report_id, entry.activity.code)
    return redirect(entry)


def show_conflict(request, form: RecordForm, stale: Stale):
    """Both versions, for the person to choose; the same one twice is simply saved."""
    if stale.saved is None:
        return record_is_gone(request, form.entry)
    saved = RecordForm(instance=stale.saved, entry=form.entry)
    differences = form.differences_from(saved)
    if not differences:
        return saved_record(request, form)
    form = form.rebased_on(saved)
    form.instance.pk = stale.saved.pk
    conflict = {"differences": differences, "saved": stale.saved}
    return show_record(request, form, conflict=conflict, status=409)


def show_record(request, form: RecordForm, *, conflict=None, status=200):
    entry = form.entry
    return render(
        request,
        "monitoring/record_form.html",
        {
            "entry": entry,
            "report": entry.report,
            "form": form,
            "conflict": conflict,
            "draft": draft_of(form),
            "is_unsaved": form.is_bound,
        },
        status=status,
    )


def reported_entry(request, pk, code) -> ProgressEntry:
    """An entry that the person reports; whether it may be written now is asked under the lock."""
    entry = entry_of_row(request, pk, code)
    if not can_report(request.membership, entry.report):
        raise PermissionDenied
    return entry


def already_sent(request, entry: ProgressEntry):
    """Back to the activity, with the reason why nothing is written there now."""
    messages.warning(request, not_editable(entry.report))
    return redirect(entry)


def record_remove(request, pk, code, key):
    entry = reported_entry(request, pk, code)
    record = entry.records.filter(key=key).first()
    if record is None:
        messages.warning(request, _("Esa acción ya no está."))
        return redirect(entry)
    if not entry.report.is_editable:
        return already_sent(request, entry)
    if request.method != "POST":
        return render(request, "monitoring/remove.html", {"row": record, "entry": entry})
    try:
        records.remove_record(record, version=posted_version(request), by=request.membership)
    except WritingDenied as denied:
        messages.error(request, str(denied))
    else:
        messages.success(request, _("Acción quitada. Sus medios de verificación siguen aquí."))
    return redirect(entry)


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def posted_version(request) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        return 0
