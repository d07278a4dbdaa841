"""The history of an entry, in the words that people read."""

from collections.abc import Mapping

from django.db.models import Field, Model
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from monitoring.models import ChangeAction, EntryChange, ProgressEntry, Record
from monitoring.models.record import OWN_FIELDS
from monitoring.models.status import TEXTS

Described = Mapping[str, str]


def note(
    entry: ProgressEntry,
    action: ChangeAction,
    *,
    by: Membership,
    subject: str = "",
    before: Described | None = None,
    after: Described | None = None,
) -> EntryChange:
    """Write what was done; belongs in the transaction of the change itself."""
    return EntryChange.objects.create(
        entry=entry,
        action=action,
        subject=subject[:250],
        fields=differences(before or {}, after or {}),
        by=by.user,
        stakeholder=by.stakeholder,
    )


def differences(before: Described, after: Described) -> list[dict]:
    """Where two descriptions differ, in the order of the later one."""
    return [
        {"label": label, "before": before.get(label, ""), "after": after.get(label, "")}
        for label in dict.fromkeys([*after, *before])
        if before.get(label, "") != after.get(label, "")
    ]


def fields_of(model: type[Model]) -> dict[str, Field]:
    return {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)}


def describe_entry(entry: ProgressEntry) -> Described:
    fields = fields_of(ProgressEntry)
    described = {str(fields["status"].verbose_name): str(entry.get_status_display())}
    for name in TEXTS:
        described[str(fields[name].verbose_name)] = getattr(entry, name)
    for name in ("approaches", "risks_met"):
        chosen = "; ".join(str(one) for one in getattr(entry, name).all())
        described[str(fields[name].verbose_name)] = chosen
    for name in ("no_records", "no_activity"):
        said = _("sí") if getattr(entry, name) else ""
        described[str(fields[name].verbose_name)] = said
    return described


def describe_record(record: Record) -> Described:
    """All that a stored row says, label by label."""
    fields = fields_of(Record)
    described = {str(fields[name].verbose_name): shown(record, name) for name in OWN_FIELDS}
    described[str(fields["institutions"].verbose_name)] = "; ".join(
        sorted(str(institution) for institution in record.institutions.all())
    )
    described |= {str(measure.name): value for measure, value in record.stated_values()}
    return described


def shown(record: Record, name: str) -> str:
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("sí") if value else ""
    if name.endswith("_on"):
        return date_format(value, "d/m/Y")
    field = fields_of(Record)[name]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(localize(value))
