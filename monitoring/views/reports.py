from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from corett.lib.tables import configure
from monitoring import comments, entries, reports, workflow
from monitoring.forms.reports import (
    NoActivityForm,
    ReopenForm,
    ReportFilterForm,
    StartReportForm,
    TransitionForm,
)
from monitoring.models import (
    ProgressEntry,
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportState,
)
from monitoring.permissions import (
    can_judge,
    can_open_semester,
    can_print,
    can_report,
    can_review,
    can_start_report,
    can_take_away,
    can_write,
)
from monitoring.reminders import telling
from monitoring.tables import ReportTable, without_plan

DONE = {
    ReportAction.SUBMIT: gettext_lazy("Enviado. Se revisará; usted puede seguir leyéndolo."),
    ReportAction.WITHDRAW: gettext_lazy("Retirado: vuelve a ser un borrador y puede cambiarlo."),
    ReportAction.BEGIN: gettext_lazy("La revisión empezó; desde ahora ya no se puede retirar."),
    ReportAction.RETURN: gettext_lazy("Devuelto, con su mensaje y sus comentarios."),
    ReportAction.VALIDATE: gettext_lazy("Validado. Desde ahora cuenta en los informes anuales."),
    ReportAction.REOPEN: gettext_lazy("Reabierto: quien informa puede corregirlo."),
}
EXPLAINED = (ReportAction.RETURN, ReportAction.REOPEN)


@require_safe
def report_list(request):
    form = ReportFilterForm(request.GET)
    visible = ProgressReport.objects.visible_to(request.user).with_progress()
    table = configure(ReportTable(form.filter(visible), exclude=without_plan()), request)
    return render(
        request,
        "monitoring/report_list.html",
        {
            "table": table,
            "form": form,
            "may_start": can_start_report(request.membership),
            "may_open": can_open_semester(request.membership),
        },
    )


def report_start(request):
    if not can_start_report(request.membership):
        raise PermissionDenied
    form = StartReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = reports.start_report(form.cleaned_data["period"], by=request.membership)
        except reports.WritingDenied as denied:
            form.add_error("period", str(denied))
        else:
            messages.success(request, _("Borrador creado. Empiece por una actividad."))
            return redirect(report)
    status = 422 if form.is_bound else 200
    return render(request, "monitoring/report_start.html", {"form": form}, status=status)


def visible_report(request, pk) -> ProgressReport:
    visible = ProgressReport.objects.visible_to(request.user).select_related(
        "stakeholder", "period__semester__plan", "period__edition", "submitted_by", "validated_by"
    )
    return get_object_or_404(visible.prefetch_related("extensions"), pk=pk)


@require_safe
def report_detail(request, pk):
    return show_report(request, pk)


def show_report(request, pk, form=None):
    report = visible_report(request, pk)
    actions = workflow.available_actions(report, request.membership)
    whole = list(report.entries.with_parts().select_related("saved_by"))
    missing = workflow.missing(report, whole)
    said = comments.talk_about(report, request.user)
    waiting = comments.waiting_in(said, request.membership) if is_talked_about(report) else []
    events = events_of(report, request.user)
    return render(
        request,
        "monitoring/report_detail.html",
        {
            "report": report,
            "axes": axes_of(report, whole, waiting),
            "waiting": waiting,
            "actions": [action for action in actions if action != ReportAction.REOPEN],
            "missing": missing,
            "blockers": missing if ReportAction.SUBMIT in actions else [],
            "form": form or TransitionForm(),
            "must_explain": ReportAction.RETURN in actions,
            "reopen_form": reopen_form(actions, form),
            "may_write": can_write(request.membership, report),
            "may_print": can_print(request.user, report),
            "may_take_away": can_take_away(request.membership, request.user, report),
            "events": events,
            "last_return": last_return(report, events),
            **for_reviewer(request, report, whole, said),
        },
        status=422 if form else 200,
    )


def for_reviewer(request, report: ProgressReport, whole: list[ProgressEntry], said: list) -> dict:
    """What is still open before a report is returned or validated."""
    if not can_review(request.membership, report):
        return {"reviews": False}
    return {
        "reviews": True,
        "may_judge": can_judge(request.membership, report),
        "unjudged": sum(not one.verdict for entry in whole for one in entry.evidence.all()),
        "open_comments": sum(not one.is_settled for one in comments.threads_of(said)),
    }


def reopen_form(actions: list[ReportAction], form: TransitionForm | None) -> ReopenForm | None:
    if ReportAction.REOPEN not in actions:
        return None
    return form if isinstance(form, ReopenForm) else ReopenForm()


def events_of(report: ProgressReport, user) -> list[ReportEvent]:
    events = report.events.visible_to(user).select_related("by", "stakeholder", "receipt")
    return list(events.defer("receipt__content"))


def axes_of(
    report: ProgressReport, whole: list[ProgressEntry], waiting: list[ProgressEntry]
) -> list[dict]:
    """The report's entries by eje, with how many are complete and where an answer is awaited."""
    axes: dict = {}
    for entry in whole:
        entry.report = report
        entry.awaits_answer = entry in waiting
        axes.setdefault(entry.axis_label, []).append(entry)
    return [
        {"axis": axis, "entries": of_axis, "complete": sum(one.lack is None for one in of_axis)}
        for axis, of_axis in axes.items()
    ]


def is_talked_about(report: ProgressReport) -> bool:
    """Until it is validated its comments still ask for something."""
    return report.state != ReportState.VALIDATED


def last_return(report: ProgressReport, events: list[ReportEvent]) -> ReportEvent | None:
    """The reviewer's words while the report waits to be sent again."""
    back = (ReportAction.RETURN, ReportAction.REOPEN)
    if not report.is_editable:
        return None
    return next((one for one in reversed(events) if one.action in back), None)


@require_safe
def report_reading(request, pk):
    """The whole report on one page, to be read or printed."""
    report = visible_report(request, pk)
    whole = entries.read_entries(report, request.user)
    for entry in whole:
        entry.threads = comments.threads_of(entry.comments.all())
    return render(
        request,
        "monitoring/report_reading.html",
        {
            "report": report,
            "entries": whole,
            "actions": workflow.available_actions(report, request.membership),
            "sees_review": can_print(request.user, report),
        },
    )


def report_transition(request, pk, action):
    report = visible_report(request, pk)
    if request.method != "POST":
        return redirect(report)
    if not workflow.TRANSITIONS[action].part(request.membership, report):
        raise PermissionDenied
    form = (ReopenForm if action == ReportAction.REOPEN else TransitionForm)(request.POST)
    if not form.is_valid():
        return show_report(request, pk, form)
    try:
        telling.perform(
            action,
            report,
            by=request.membership,
            comment=form.cleaned_data["comment"],
            key=form.cleaned_data["key"],
        )
    except workflow.TransitionDenied as denied:
        form.add_error("comment" if action in EXPLAINED else None, why(action, denied))
        return show_report(request, pk, form)
    messages.success(request, DONE[action], extra_tags=f"paso/{report.pk}")
    if action == ReportAction.SUBMIT and (receipt := report.receipts.first()):
        return redirect("monitoring:receipt_detail", report.pk, receipt.number)
    return redirect(report)


def why(action: ReportAction, denied: workflow.TransitionDenied) -> str:
    """What the page already lists is not said twice."""
    if action == ReportAction.SUBMIT and denied.missing:
        return _("No se envió: todavía falta lo que dice abajo, en «Antes de enviar».")
    return str(denied)


def no_activity(request, pk):
    report = visible_report(request, pk)
    if not can_report(request.membership, report):
        raise PermissionDenied
    if not report.is_editable:
        messages.warning(request, reports.not_editable(report))
        return redirect(report)
    if request.method != "POST":
        form = NoActivityForm(report=report, all_marked="todas" in request.GET)
        return show_no_activity(request, form)
    form = NoActivityForm(request.POST, report=report)
    if not form.is_valid():
        return show_no_activity(request, form, status=422)
    return say_no_activity(request, form)


def say_no_activity(request, form: NoActivityForm):
    codes = form.cleaned_data["activities"]
    try:
        count = entries.declare_no_activity(form.report, codes=codes, by=request.membership)
    except reports.WritingDenied as denied:
        form.add_error("activities", str(denied))
        return show_no_activity(request, form, status=422)
    sentence = ngettext(
        "Dijo que no hubo actividad en %(count)d actividad.",
        "Dijo que no hubo actividad en %(count)d actividades.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return redirect(form.report)


def show_no_activity(request, form: NoActivityForm, *, status=200):
    context = {"report": form.report, "form": form, "all_marked": "todas" in request.GET}
    return render(request, "monitoring/no_activity.html", context, status=status)
