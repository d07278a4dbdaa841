from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plan import schedule
from plan.models import Activity, Axis, Plan
from plan.reporting import Schedule
from plan.schedule import Cell, ScheduleRefused

INCOMPLETE = gettext_lazy("La página llegó incompleta. Ábrala de nuevo y marque otra vez.")
SEPARATOR = ";"


@dataclass(frozen=True)
class Box:
    """A cell as the grid offers it."""

    value: str
    label: str
    is_marked: bool
    locked: str
    captured_on: date | None


@dataclass(frozen=True)
class BoxRow:
    activity: Activity
    boxes: list[Box]


@dataclass(frozen=True)
class BoxAxis:
    axis: Axis
    rows: list[BoxRow]


class CellsField(forms.CharField):
    """Cells in one hidden value, each as «3.2 2025-1»."""

    widget = forms.HiddenInput

    def to_python(self, value) -> set[Cell]:
        return {cell_of(text) for text in super().to_python(value).split(SEPARATOR) if text}


class MarkedField(forms.MultipleChoiceField):
    """The boxes that came back marked."""

    def __init__(self):
        super().__init__(required=False, label=gettext_lazy("Celdas"))

    def valid_value(self, value):
        return True

    def clean(self, value) -> set[Cell]:
        return {cell_of(text) for text in super().clean(value)}


def cell_of(text: str) -> Cell:
    activity, _space, semester = text.partition(" ")
    if not semester:
        raise ValidationError(INCOMPLETE)
    return activity, semester


def as_text(cell: Cell) -> str:
    return " ".join(cell)


class ScheduleForm(forms.Form):
    """What the page showed and what came back tell what the person changed, and only that.

    So the changes alone, sent again to be confirmed, are the same form.
    """

    shown = CellsField(required=False, label=gettext_lazy("Página"))
    cell = MarkedField()

    def __init__(self, data=None, *, plan: Plan):
        super().__init__(data)
        self.plan = plan

    def clean_shown(self):
        if "shown" not in self.data:
            raise ValidationError(INCOMPLETE)
        return self.cleaned_data["shown"]

    @property
    def changes(self) -> dict[str, set[Cell]]:
        """The cells to mark and to unmark."""
        understood = getattr(self, "cleaned_data", {})
        if not {"shown", "cell"} <= understood.keys():
            return {"mark": set(), "unmark": set()}
        shown, marked = understood["shown"], understood["cell"]
        return {"mark": marked - shown, "unmark": shown - marked}

    def refuse(self, refused: ScheduleRefused) -> None:
        for refusal in refused.refusals:
            self.add_error(None, str(refusal))

    @property
    def hidden(self) -> dict:
        """The changes alone, as the page that confirms them sends them back."""
        changes = self.changes
        return {
            "shown": SEPARATOR.join(sorted(map(as_text, changes["unmark"]))),
            "cells": sorted(map(as_text, changes["mark"])),
        }


class Grid:
    """The cronograma as it is now, with what the person changed on top, ready to be marked."""

    def __init__(self, printed: Schedule, plan: Plan, changes: dict[str, set[Cell]]):
        self.printed, self.changes = printed, changes
        self.state = schedule.state_of(plan)
        self.captured = schedule.late_captures(plan)

    @property
    def axes(self) -> list[BoxAxis]:
        return [
            BoxAxis(group.axis, [self.row(row.activity) for row in group.rows])
            for group in self.printed.axes
        ]

    def row(self, activity: Activity) -> BoxRow:
        semesters = self.printed.semesters
        return BoxRow(activity, [self.box((activity.code, s.code)) for s in semesters])

    def box(self, cell: Cell) -> Box:
        locked = self.state.locked(cell)
        is_marked = cell in self.state.marked
        if not locked:
            is_marked = (is_marked or cell in self.changes["mark"]) and (
                cell not in self.changes["unmark"]
            )
        return Box(
            value=as_text(cell),
            label=self.state.place(cell),
            is_marked=is_marked,
            locked=locked,
            captured_on=self.captured.get(cell),
        )

    @property
    def shown(self) -> str:
        """What is marked now and could be unmarked, to be sent back by the page."""
        return SEPARATOR.join(
            as_text(cell)
            for cell in self.state.in_order(self.state.marked)
            if not self.state.locked(cell)
        )

    @property
    def captured_by_day(self) -> list[tuple[date, list[str]]]:
        return schedule.captured_by_day(self.captured)


def summary(changes: list[schedule.CellChange]) -> str:
    if not changes:
        return _("Estos cambios ya estaban guardados.")
    marked = sum(change.is_marked for change in changes)
    return _("Cronograma guardado. Celdas marcadas: %(marked)s; quitadas: %(unmarked)s.") % {
        "marked": marked,
        "unmarked": len(changes) - marked,
    }
