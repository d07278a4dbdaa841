"""What changed in a report since it last came back to who reports: what a second round looks at."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from monitoring.models import ChangeAction, EntryChange, Evidence, ProgressReport, Record

GONE = (ChangeAction.RECORD_REMOVED, ChangeAction.EVIDENCE_REMOVED)
SAID = (ChangeAction.SAVED, ChangeAction.NO_ACTIVITY, ChangeAction.ACTIVITY)


@dataclass(frozen=True)
class Changed:
    """Of one activity: texts with what stood before, rows and evidence by their key, what went."""

    texts: list[dict] = field(default_factory=list)
    new_rows: frozenset[int] = frozenset()
    rows: frozenset[int] = frozenset()
    evidence: frozenset[int] = frozenset()
    gone: list[EntryChange] = field(default_factory=list)

    def __bool__(self):
        return bool(self.texts or self.new_rows or self.rows or self.evidence or self.gone)


def changes_since(report: ProgressReport, moment: datetime.datetime | None) -> list[EntryChange]:
    """What who reports changed since then, the first of it first; nothing in a first round."""
    if moment is None:
        return []
    since = EntryChange.objects.filter(
        entry__report=report, at__gt=moment, action__in=[*GONE, *SAID]
    )
    return list(since.select_related("by", "stakeholder").order_by("at", "pk"))


def changed(
    changes: Iterable[EntryChange],
    rows: Iterable[Record],
    evidence: Iterable[Evidence],
    moment: datetime.datetime | None,
) -> Changed:
    if moment is None:
        return Changed()
    changes = list(changes)
    saved = [row for row in rows if row.saved_at > moment]
    return Changed(
        texts=net(changes),
        new_rows=frozenset(row.pk for row in saved if row.version == 1),
        rows=frozenset(row.pk for row in saved if row.version > 1),
        evidence=frozenset(one.pk for one in evidence if one.added_at > moment),
        gone=[change for change in changes if change.action in GONE],
    )


def net(changes: Iterable[EntryChange]) -> list[dict]:
    """Each text as it stood then and as it stands; what was changed back did not change."""
    texts: dict[str, dict] = {}
    for change in changes:
        if change.action not in SAID:
            continue
        for one in change.fields or [said_otherwise(change)]:
            first = texts.setdefault(one["label"], dict(one))
            first["after"] = one["after"]
    return [one for one in texts.values() if one["before"] != one["after"] or not one["label"]]


def said_otherwise(change: EntryChange) -> dict:
    """That there was activity or none, which has no text of its own."""
    said = str(change.get_action_display())
    return {"label": said, "before": "", "after": said}
