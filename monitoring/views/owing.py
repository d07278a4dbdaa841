"""Quién debe qué: by semester, and by activity within one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_history, reads_whole_region
from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring import owing
from monitoring.forms.owing import FilterForm, PlanOwingFilter, SemesterOwingFilter
from monitoring.forms.sorting import Heading, Order
from monitoring.models import ReportingPeriod
from monitoring.owing import OF_REPORTS, Debt, PlanOwing, SemesterOwing, Standing
from plan.models import Plan
from plan.plans import current_plan, find_plan, other_plans

KEYS = {
    "parte": lambda row: (row.stakeholder.order, row.stakeholder.name),
    "avance": lambda row: (row.share, row.stakeholder.order),
    "retraso": lambda row: (-row.days_overdue, row.stakeholder.order),
}


@require_safe
def owing_home(request):
    plan = current_plan(request)
    if plan is None:
        return render(request, "plan/none.html")
    return redirect("monitoring:owing_plan", plan.code)


def order_of(request) -> Order:
    return Order(request.GET.get("orden", ""), KEYS, "parte")


def show(request, plan: Plan, template: str, context: dict):
    return render(
        request,
        f"monitoring/{template}.html",
        {
            "plan": plan,
            "reads_all": reads_whole_region(request.user),
            "reads_notices": reads_history(request.user),
            "endings": ENDINGS,
            **context,
        },
    )


# By semester


def read_plan(request, code: str) -> tuple[PlanOwing, PlanOwingFilter]:
    read = owing.read_plan(find_plan(request, code), request.user)
    return read, PlanOwingFilter(request.GET, owing=read)


@require_safe
def owing_plan(request, plan):
    read, form = read_plan(request, plan)
    shown = form.filter(read)
    order = order_of(request)
    context = {
        "form": form,
        "periods": read.periods,
        "owing": shown,
        "rows": order.sorted(form.kept(shown.rows)),
        "headings": headings(order),
        "legend": OF_REPORTS,
        "other_plans": other_plans(request, read.plan),
    }
    return show(request, read.plan, "owing_plan", context)


def headings(order: Order) -> dict[str, Heading]:
    return {
        "party": order.heading("parte", _("Parte interesada")),
        "share": order.heading("avance", _("Avance")),
        "late": order.heading("retraso", _("Retraso")),
    }


@require_safe
def owing_plan_file(request, plan, ending):
    read, form = read_plan(request, plan)
    shown = form.filter(read)
    rows = order_of(request).sorted(form.kept(shown.rows))
    names = [_("Parte interesada"), _("Semestre"), *debt_names(), _("Enlace")]
    lines = [
        [row.title, period.semester.code, *debt_cells(debt), link(request, debt)]
        for row in rows
        for period, debt in zip(shown.periods, row.debts, strict=True)
    ]
    return table_download(
        [sheet_of(_("Por semestre"), names, lines)],
        about=about(read.plan, form, _("Quién debe qué, por semestre"), read.plan.editions.first()),
        name=f"quien-debe-que-{read.plan.code}",
        ending=ending,
    )


# By activity


def read_semester(request, plan: str, code: str) -> tuple[SemesterOwing, SemesterOwingFilter]:
    read = owing.read_semester(find_period(request, plan, code), request.user)
    return read, SemesterOwingFilter(request.GET, owing=read)


def find_period(request, plan: str, code: str) -> ReportingPeriod:
    """Of a semester that was opened, or 404."""
    opened = ReportingPeriod.objects.of_plan(find_plan(request, plan))
    for period in opened.select_related("semester__plan", "edition"):
        if period.semester.code == code:
            return period
    raise Http404


@require_safe
def owing_semester(request, plan, code):
    read, form = read_semester(request, plan, code)
    shown = form.filter(read)
    order = order_of(request)
    context = {
        "form": form,
        "period": read.period,
        "owing": shown,
        "rows": order.sorted(form.kept(shown.rows)),
        "headings": headings(order),
        "legend": list(Standing),
    }
    return show(request, read.period.semester.plan, "owing_semester", context)


@require_safe
def owing_semester_file(request, plan, code, ending):
    read, form = read_semester(request, plan, code)
    shown = form.filter(read)
    rows = order_of(request).sorted(form.kept(shown.rows))
    period = read.period
    title = _("Quién debe qué en %(semester)s, por actividad") % {"semester": period.semester.code}
    return table_download(
        [sheet_of_reports(request, rows), sheet_of_activities(request, shown, rows)],
        about=about(period.semester.plan, form, title, period.edition, period),
        name=f"quien-debe-que-{plan}-{code}",
        ending=ending,
    )


def sheet_of_reports(request, rows) -> Sheet:
    names = [_("Parte interesada"), *debt_names(), _("Enlace")]
    lines = [[row.title, *debt_cells(row.whole), link(request, row.whole)] for row in rows]
    return sheet_of(_("Informes"), names, lines)


def sheet_of_activities(request, shown: SemesterOwing, rows) -> Sheet:
    names = [
        _("Parte interesada"),
        _("Actividad"),
        _("Enunciado"),
        _("Estado"),
        _("Comentarios abiertos"),
        _("Días de retraso"),
        _("Enlace"),
    ]
    lines = [
        [
            row.title,
            one.activity.code,
            one.statement,
            str(debt.standing.label),
            debt.open_comments,
            debt.days_overdue,
            link(request, debt),
        ]
        for row in rows
        for one, debt in zip(shown.activities, row.debts, strict=True)
    ]
    return sheet_of(_("Por actividad"), names, lines)


# What both files say


def debt_names() -> list[str]:
    return [
        _("Estado"),
        _("Actividades informadas"),
        _("Actividades pedidas"),
        _("Comentarios abiertos"),
        _("Se entrega hasta el"),
        _("Días de retraso"),
    ]


def debt_cells(debt: Debt) -> list:
    return [
        str(debt.standing.label),
        debt.answered,
        debt.asked,
        debt.open_comments,
        debt.due_on.isoformat() if debt.due_on else "",
        debt.days_overdue,
    ]


def link(request, debt: Debt) -> str:
    return request.build_absolute_uri(debt.url) if debt.url else ""


def about(plan: Plan, form: FilterForm, title: str, edition, period=None) -> list[tuple[str, str]]:
    lines = [
        (_("Qué es"), title),
        (_("Plan"), str(plan)),
        (_("Edición del plan"), str(edition.number) if edition else _("ninguna")),
    ]
    if period:
        lines.append((_("Semestre"), str(period.semester.label)))
    lines += [
        (_("Leído el"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        (_("Filtro"), form.said),
        (_("Alcance"), _("Lo que usted puede leer")),
    ]
    if plan.is_demonstration:
        lines.append((_("Datos"), _("DEMOSTRACIÓN — datos inventados")))
    return lines
