"""The semesters opened for reporting: their list, the opening, and the dates of each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_history, reads_whole_region
from corett.lib.tables import configure
from monitoring import periods, reports
from monitoring.forms.periods import ChangeDatesForm, ExtendForm, OpenSemesterForm
from monitoring.models import ProgressReport, ReportingPeriod
from monitoring.permissions import can_open_semester
from monitoring.reminders.telling import audience_of_opening, tell_opened
from monitoring.tables import PeriodTable, without_plan
from monitoring.views.owing import find_period
from plan.editions import digest, open_changes
from plan.models import Activity, Semester
from risks.export import export_whole_plan

# The list, and the opening


def period_list(request):
    """Opening is asked for twice: the first answer shows what it will do, the second does it."""
    if request.method != "POST":
        may_read(request)
        return show_list(request, OpenSemesterForm())
    if not can_open_semester(request.membership):
        raise PermissionDenied
    form = OpenSemesterForm(request.POST)
    if not form.is_valid():
        return show_list(request, form, status=422)
    step = request.POST.get("step")
    if step == "edit":
        return show_list(request, OpenSemesterForm(initial=form.data.dict()))
    return open_semester(request, form) if step == "open" else show_opening(request, form)


def may_read(request) -> None:
    if not (reads_whole_region(request.user) or can_open_semester(request.membership)):
        raise PermissionDenied


def show_list(request, form: OpenSemesterForm, *, status=200):
    opened = ReportingPeriod.objects.with_states()
    context = {
        "table": configure(PeriodTable(opened, exclude=without_plan()), request),
        "form": form if can_open_semester(request.membership) else None,
    }
    return render(request, "monitoring/period_list.html", context, status=status)


def show_opening(request, form: OpenSemesterForm, *, refused: str = "", status=200):
    """What opening will do, before it does it."""
    semester = form.cleaned_data["semester"]
    changes = open_changes(semester.plan, export_whole_plan(semester.plan))
    context = {
        "form": form,
        "semester": semester,
        "plan": semester.plan,
        "changes": len(changes),
        "shown": digest(changes),
        "edition": semester.plan.editions.defer("content").first(),
        "drafts": drafts_of(semester),
        "audience": audience_of_opening(),
        "refused": refused,
    }
    return render(request, "monitoring/period_open.html", context, status=status)


def drafts_of(semester: Semester) -> list[tuple[str, int]]:
    """Who will have a draft, and with how many activities."""
    due = Activity.objects.filter(plan=semester.plan).due_in(semester)
    asked = [
        {party.pk for part in activity.responsibilities.all() for party in part.stakeholders.all()}
        for activity in due.prefetch_related("responsibilities__stakeholders")
    ]
    return [
        (ProgressReport(stakeholder=party).title, sum(party.pk in one for one in asked))
        for party in reports.owing_stakeholders()
    ]


def open_semester(request, form: OpenSemesterForm):
    try:
        with transaction.atomic():
            period = reports.open_semester(
                **form.cleaned_data, by=request.membership, shown=request.POST.get("shown", "")
            )
            told = tell_opened(period)
    except reports.PlanChanged as denied:
        return show_opening(request, form, refused=str(denied), status=409)
    except reports.WritingDenied as denied:
        form.add_error("semester", str(denied))
        return show_list(request, form, status=422)
    messages.success(request, what_was_opened(period, told))
    return redirect(period)


def what_was_opened(period: ReportingPeriod, told: int) -> str:
    opened = _("%(semester)s está abierto y cada país tiene su borrador.") % {"semester": period}
    if period.semester.plan.is_demonstration:
        return f"{opened} " + _("Es una demostración: no se envía ningún correo.")
    if not told:
        return f"{opened} " + _("Los avisos por correo salen cuando llegue su día.")
    sentence = ngettext(
        "Se escribió %(count)d aviso por correo.",
        "Se escribieron %(count)d avisos por correo.",
        told,
    )
    return f"{opened} {sentence % {'count': told}}"


# One semester


@require_safe
def period_detail(request, plan, code):
    may_read(request)
    return show_period(request, find_period(request, plan, code))


def show_period(request, period: ReportingPeriod, *, dates=None, extension=None, status=200):
    may_move = can_open_semester(request.membership)
    own = ProgressReport.objects.visible_to(request.user).of_semester(period.semester)
    context = {
        "period": period,
        "plan": period.semester.plan,
        "reports": own.with_progress(),
        "dates_form": (dates or ChangeDatesForm(period=period)) if may_move else None,
        "extend_form": (extension or ExtendForm(period=period)) if may_move else None,
        "history": history_of(period),
        "reads_notices": reads_history(request.user),
    }
    return render(request, "monitoring/period_detail.html", context, status=status)


def history_of(period: ReportingPeriod) -> list[dict]:
    """Every date that was moved, for all or for one, the last first."""
    people = ("by", "stakeholder")
    changes = period.date_changes.select_related(*people)
    extensions = periods.extensions_of(period).select_related(*people, "report__stakeholder")
    lines = [{"at": one.at, "change": one, "said": one} for one in changes]
    lines += [{"at": one.at, "extension": one, "said": one} for one in extensions]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def period_dates(request, plan, code):
    period = period_to_move(request, plan, code)
    if request.method != "POST":
        return redirect(period)
    form, status = ChangeDatesForm(request.POST, period=period), 422
    if form.is_valid():
        try:
            change = periods.change_dates(period, **form.cleaned_data, by=request.membership)
        except periods.DatesMoved as moved:
            period.refresh_from_db(fields=["due_on", "closes_on"])
            form.add_error(None, str(moved))
            form.rebased(period)
            status = 409
        except periods.DatesRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, what_changed(change))
            return redirect(period)
    return show_period(request, period, dates=form, status=status)


def what_changed(change) -> str:
    if change.reopens:
        return _("El semestre está abierto otra vez, y quedó escrito por qué.")
    return _("Fechas cambiadas, y quedó escrito por qué.")


def period_extend(request, plan, code):
    period = period_to_move(request, plan, code)
    if request.method != "POST":
        return redirect(period)
    form = ExtendForm(request.POST, period=period)
    if form.is_valid():
        try:
            extension = periods.extend(**form.cleaned_data, by=request.membership)
        except periods.DatesRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, what_was_given(extension))
            return redirect(period)
    return show_period(request, period, extension=form, status=422)


def what_was_given(extension) -> str:
    sentence = _("%(who)s tiene plazo hasta el %(date)s.")
    return sentence % {"who": extension.report.title, "date": f"{extension.due_on:%d/%m/%Y}"}


def period_to_move(request, plan: str, code: str) -> ReportingPeriod:
    may_read(request)
    period = find_period(request, plan, code)
    if not can_open_semester(request.membership):
        raise PermissionDenied
    return period
