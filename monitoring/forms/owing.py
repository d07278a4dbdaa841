"""What of «Quién debe qué» to show, and of the mails: GET forms that limit nothing that they cannot
understand.
"""

from collections.abc import Sequence

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.models import User
from monitoring.models import Notice, Occasion, ReportingPeriod
from monitoring.owing import OF_REPORTS, PlanOwing, Row, SemesterOwing, Standing

LATE = "late"
EVERY = ("", gettext_lazy("todos"))


class FilterForm(forms.Form):
    """A filter that can say what it was asked."""

    def given(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def said(self) -> str:
        """In words, for the file that leaves the page."""
        asked = [
            f"{field.label}: {self.label_of(field)}" for field in self if self.given(field.name)
        ]
        return "; ".join(asked) or _("ninguno")

    def label_of(self, field) -> str:
        value = self.given(field.name)
        labels = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
        return str(labels.get(value, value))


def standing_choices(standings: Sequence[Standing]) -> list:
    return [EVERY, *((one.value, one.label) for one in standings), (LATE, _("con retraso"))]


def party_choices(rows: Sequence[Row]) -> list:
    return [EVERY, *((row.stakeholder.code, row.title) for row in rows)]


class RowsFilter(FilterForm):
    party = forms.ChoiceField(label=gettext_lazy("Parte interesada"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Estado"), required=False)

    def kept(self, rows: Sequence[Row]) -> list[Row]:
        code, state = self.given("party"), self.given("state")
        return [
            row
            for row in rows
            if (not code or row.stakeholder.code == code) and (not state or is_in(row, state))
        ]


def is_in(row: Row, state: str) -> bool:
    return row.days_overdue > 0 if state == LATE else row.has(state)


class PlanOwingFilter(RowsFilter):
    semester = forms.ChoiceField(label=gettext_lazy("Semestre"), required=False)

    field_order = ["semester", "state", "party"]

    def __init__(self, *args, owing: PlanOwing, **kwargs):
        super().__init__(*args, **kwargs)
        codes = [period.semester.code for period in owing.periods]
        self.fields["semester"].choices = [EVERY, *((code, code) for code in codes)]
        self.fields["state"].choices = standing_choices(OF_REPORTS)
        self.fields["party"].choices = party_choices(owing.rows)

    def filter(self, owing: PlanOwing) -> PlanOwing:
        chosen = self.given("semester")
        for period in owing.periods:
            if period.semester.code == chosen:
                owing = owing.of_period(period)
        return owing


class SemesterOwingFilter(RowsFilter):
    axis = forms.ChoiceField(label=gettext_lazy("Eje"), required=False)

    field_order = ["axis", "state", "party"]

    def __init__(self, *args, owing: SemesterOwing, **kwargs):
        super().__init__(*args, **kwargs)
        axes = [(str(number), f"{number}. {name}") for number, name in owing.axes]
        self.fields["axis"].choices = [EVERY, *axes]
        self.fields["state"].choices = standing_choices(list(Standing))
        self.fields["party"].choices = party_choices(owing.rows)

    def filter(self, owing: SemesterOwing) -> SemesterOwing:
        number = self.given("axis")
        return owing.of_axis(int(number)) if number else owing


class NoticeFilter(FilterForm):
    semester = forms.ModelChoiceField(
        ReportingPeriod.objects.none(),
        label=gettext_lazy("Semestre"),
        required=False,
        empty_label=gettext_lazy("todos"),
    )
    occasion = forms.ChoiceField(
        label=gettext_lazy("Por qué"), required=False, choices=[EVERY, *Occasion.choices]
    )
    person = forms.ModelChoiceField(
        User.objects.all(),
        label=gettext_lazy("A quién"),
        required=False,
        empty_label=gettext_lazy("todos"),
    )
    sent = forms.ChoiceField(
        label=gettext_lazy("Salió"),
        required=False,
        choices=[EVERY, ("yes", gettext_lazy("sí")), ("no", gettext_lazy("todavía no"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        periods = ReportingPeriod.objects.select_related("semester")
        self.fields["semester"].queryset = periods
        self.fields["person"].queryset = User.objects.filter(
            pk__in=Notice.objects.order_by().values("user")
        )

    def filter(self, notices):
        wanted = Q()
        if period := self.given("semester"):
            wanted &= Q(about__startswith=f"semestre/{period.semester_id}/")
        if occasion := self.given("occasion"):
            wanted &= Q(occasion=occasion)
        if person := self.given("person"):
            wanted &= Q(user=person)
        if went_out := self.given("sent"):
            wanted &= Q(sent_at__isnull=went_out == "no")
        return notices.filter(wanted)
