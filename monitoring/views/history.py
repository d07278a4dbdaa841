from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.forms.history import HistoryFilterForm
from monitoring.models import ProgressReport
from monitoring.permissions import can_print
from monitoring.report_history import Happening, happenings
from monitoring.views.reports import visible_report

ON_A_PAGE = 50


@require_safe
def report_history(request, pk):
    """For who reports and for who reads the whole region."""
    report = told_report(request, pk)
    form = filter_of(request, report)
    told = happenings(report, request.user, **form.chosen())
    return render(
        request,
        "monitoring/report_history.html",
        {
            "report": report,
            "form": form,
            "page": Paginator(told, ON_A_PAGE).get_page(request.GET.get("page")),
            "endings": list(ENDINGS),
        },
    )


@require_safe
def report_history_file(request, pk, ending):
    report = told_report(request, pk)
    form = filter_of(request, report)
    told = happenings(report, request.user, **form.chosen())
    name = f"historia-{report.stakeholder.code}-{report.period.semester.code}"
    about = about_of(report, form)
    return table_download([history_sheet(told)], about=about, name=name, ending=ending)


def told_report(request, pk) -> ProgressReport:
    report = visible_report(request, pk)
    if not can_print(request.user, report):
        raise PermissionDenied
    return report


def filter_of(request, report: ProgressReport) -> HistoryFilterForm:
    codes = report.entries.in_plan_order().values_list("activity__code", flat=True)
    return HistoryFilterForm(request.GET, codes=list(codes))


def about_of(report: ProgressReport, form: HistoryFilterForm) -> list[tuple[str, str]]:
    plan, chosen = report.period.semester.plan, form.chosen()
    lines = [
        (_("Qué es"), _("Historia del informe %(report)s") % {"report": report}),
        (_("Plan"), str(plan)),
        (_("Edición del plan"), str(report.period.edition.number)),
        (_("De cuándo"), date_format(timezone.localtime(), "d/m/Y H:i")),
        (_("Qué"), str(dict(form.fields["matter"].choices)[chosen["matter"]])),
        (_("Actividad"), chosen["activity"] or _("todas")),
    ]
    if plan.is_demonstration:
        lines.append((_("Aviso"), _("DEMOSTRACIÓN: todo es inventado.")))
    return lines


def history_sheet(told: list[Happening]) -> Sheet:
    """A line for each thing, and one for each field that it changed."""
    headings = [
        _("Fecha"),
        _("Persona"),
        _("Por"),
        _("Clase"),
        _("Qué"),
        _("Actividad"),
        _("Por qué o palabras"),
        _("Campo"),
        _("Antes"),
        _("Después"),
    ]
    return sheet_of(_("Historia"), headings, [line for one in told for line in lines_of(one)])


def lines_of(one: Happening) -> list[list]:
    told = [
        timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M"),
        one.who,
        one.party,
        str(one.matter.label),
        one.what,
        one.activity,
        one.why,
    ]
    fields = one.fields or [{"label": "", "before": "", "after": ""}]
    return [[*told, each["label"], each["before"], each["after"]] for each in fields]
