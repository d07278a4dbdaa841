import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.forms.records import DateField
from monitoring.forms.reports import LongText
from monitoring.models import ProgressReport, ReportingPeriod, ReportState
from monitoring.periods import DatesRefused, is_absurd, version_of
from plan.models import Plan, Semester


class SemesterField(forms.ModelChoiceField):
    """Of several plans, it says of which each semester is."""

    def label_from_instance(self, semester):
        plans = {one.plan_id for one in self.queryset}
        return f"{semester.code} · {semester.plan}" if len(plans) > 1 else semester.code


class OpenSemesterForm(forms.Form):
    semester = SemesterField(label=gettext_lazy("Semestre"), queryset=Semester.objects.none())
    opens_on = DateField(label=gettext_lazy("Abre el"))
    due_on = DateField(label=gettext_lazy("Se entrega hasta el"))
    closes_on = DateField(label=gettext_lazy("Cierra el"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unopened = Semester.objects.filter(period__isnull=True).select_related("plan")
        self.fields["semester"].queryset = unopened.order_by("plan__start", "year", "half")
        self.fields["semester"].initial = unopened.filter(plan=Plan.objects.current()).first()
        self.fields["opens_on"].initial = timezone.localdate()
        self.fields["due_on"].initial = timezone.localdate() + datetime.timedelta(days=45)
        self.fields["closes_on"].initial = timezone.localdate() + datetime.timedelta(days=90)

    def clean(self):
        super().clean()
        dates = [self.cleaned_data.get(name) for name in ("opens_on", "due_on", "closes_on")]
        if None in dates:
            return self.cleaned_data
        opens_on, due_on, closes_on = dates
        semester = self.cleaned_data.get("semester")
        if semester and opens_on < semester.start:
            self.add_error("opens_on", _("No puede abrir antes de que empiece el semestre."))
        if semester and is_absurd(ReportingPeriod(semester=semester), closes_on):
            self.add_error("closes_on", _("Cierra demasiado tarde; revise el año."))
        if opens_on > due_on:
            self.add_error("due_on", _("La entrega no puede ser anterior a la apertura."))
        if due_on > closes_on:
            self.add_error("closes_on", _("El cierre no puede ser anterior a la entrega."))
        return self.cleaned_data


class ReasonedForm(forms.Form):
    """What moves a date is always said why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True

    def refuse(self, refused: DatesRefused) -> None:
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class ChangeDatesForm(ReasonedForm):
    prefix = "fechas"

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    due_on = DateField(label=gettext_lazy("Se entrega hasta el"))
    closes_on = DateField(label=gettext_lazy("Cierra el"))
    reason = LongText(
        label=gettext_lazy("Por qué cambian"),
        help_text=gettext_lazy("Queda en la historia del semestre."),
        rows=2,
    )

    def __init__(self, *args, period: ReportingPeriod, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = period.due_on
        self.fields["closes_on"].initial = period.closes_on
        self.fields["seen"].initial = version_of(period)

    def rebased(self, period: ReportingPeriod) -> None:
        """Saved again as it stands, it moves the dates that the page now shows."""
        self.data = {**self.data.dict(), self.add_prefix("seen"): version_of(period)}


class ReportChoice(forms.ModelChoiceField):
    def label_from_instance(self, report):
        return _("%(title)s · hasta el %(date)s") % {
            "title": report.title,
            "date": f"{report.due_on:%d/%m/%Y}",
        }


class ExtendForm(ReasonedForm):
    prefix = "prorroga"

    report = ReportChoice(
        label=gettext_lazy("Quién"),
        queryset=ProgressReport.objects.none(),
        empty_label=gettext_lazy("elija quién"),
    )
    due_on = DateField(label=gettext_lazy("Se entrega hasta el"))
    reason = LongText(label=gettext_lazy("Por qué se da más plazo"), rows=2)

    def __init__(self, *args, period: ReportingPeriod, **kwargs):
        super().__init__(*args, **kwargs)
        unfinished = ProgressReport.objects.of_semester(period.semester).exclude(
            state=ReportState.VALIDATED
        )
        self.fields["report"].queryset = unfinished.select_related(
            "stakeholder", "period"
        ).prefetch_related("extensions")
