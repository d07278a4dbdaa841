from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.forms.priorities import RankingFilter
from monitoring.forms.sorting import Order
from monitoring.gaps import Part
from monitoring.ranking import Line, Ranking, next_year
from monitoring.views.prioritised import readable_ranking, show
from plan.plans import current_plan

KEYS = {
    "lugar": lambda line: line.gap.place,
    "actividad": lambda line: line.activity.order,
    "cumplimiento": lambda line: (line.gap.facts.share is None, line.gap.facts.share or 0),
    "semestres": lambda line: (len(line.gap.facts.left), line.gap.place),
    "paises": lambda line: (-len(line.gap.facts.missing), line.gap.place),
    "riesgos": lambda line: (-line.gap.points[Part.RISKS], line.gap.place),
    "decision": lambda line: (line.standing, line.gap.place),
}


@require_safe
def priority_home(request):
    """The year that comes next, of today's plan."""
    plan = current_plan(request)
    if plan is None:
        return render(request, "plan/none.html")
    return redirect("monitoring:priority_list", plan.code, next_year(plan, timezone.localdate()))


@require_safe
def priority_list(request, plan, year):
    ranking = readable_ranking(request, plan, year)
    form = RankingFilter(request.GET, lines=ranking.lines)
    order = order_of(request)
    context = {
        "form": form,
        "lines": order.sorted(form.filter(ranking.lines)),
        "headings": headings(order),
        "endings": ENDINGS,
        "thresholds": {"red": ranking.plan.red_below, "green": ranking.plan.green_from},
    }
    return show(request, ranking, "priority_list", context)


def order_of(request) -> Order:
    return Order(request.GET.get("orden", ""), KEYS, "lugar")


def headings(order: Order) -> list:
    return [
        order.heading("lugar", _("Lugar")),
        order.heading("actividad", _("Actividad")),
        order.heading("cumplimiento", _("Cumplimiento"), "number"),
        order.heading("semestres", _("Semestres que quedan"), "number"),
        order.heading("paises", _("Países sin avance"), "number"),
        order.heading("riesgos", _("Riesgos abiertos")),
        order.heading("decision", _("Decisión")),
    ]


@require_safe
def priority_file(request, plan, year, ending):
    ranking = readable_ranking(request, plan, year)
    form = RankingFilter(request.GET, lines=ranking.lines)
    lines = order_of(request).sorted(form.filter(ranking.lines))
    return table_download(
        [sheet_of_lines(ranking, lines)],
        about=about(ranking, form),
        name=f"priorizacion-{ranking.plan.code}-{year}",
        ending=ending,
    )


def about(ranking: Ranking, form: RankingFilter) -> list[tuple[str, str]]:
    edition = ranking.plan.editions.defer("content").first()
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    lines = [
        (_("Qué es"), _("Priorización de las actividades para %(year)d") % {"year": ranking.year}),
        (_("Plan"), str(ranking.plan)),
        (_("Edición del plan"), str(edition.number) if edition else _("ninguna")),
        (
            _("Leído el"),
            _("%(moment)s, de informes validados hasta %(before)d")
            % {"moment": moment, "before": ranking.year - 1},
        ),
        (_("Filtro"), form.said),
        (_("Sin meta y sin dato"), _("no son un cero; la columna de por qué dice cuánto suman")),
    ]
    if ranking.plan.is_demonstration:
        lines.append((_("Datos"), _("DEMOSTRACIÓN — datos inventados")))
    return lines


def sheet_of_lines(ranking: Ranking, lines: list[Line]) -> Sheet:
    names = [
        _("Lugar"),
        _("Actividad"),
        _("Enunciado"),
        _("Eje"),
        _("Puntos"),
        _("Cumplimiento (%)"),
        _("Qué se sabe"),
        _("Semestres que quedan"),
        _("Países sin avance"),
        _("De cuántos"),
        _("Riesgos abiertos"),
        _("Por qué"),
        _("Estado de la decisión"),
        _("Decisión"),
        _("Motivo"),
        _("Se programa en"),
    ]
    title = _("Priorización %(year)d") % {"year": ranking.year}
    return sheet_of(title, names, [row_of(line) for line in lines])


def row_of(line: Line) -> list:
    facts, priority = line.gap.facts, line.priority
    decided = (
        [priority.get_decision_display(), priority.reason, ", ".join(priority.semester_codes)]
        if priority
        else ["", "", ""]
    )
    return [
        line.gap.place,
        line.activity.code,
        line.activity.statement,
        line.activity.objective.axis.number,
        line.gap.total,
        line.gap.percent,
        str(facts.basis.label),
        len(facts.left),
        len(facts.missing),
        facts.asked,
        ", ".join(risk.code for risk in facts.open_risks),
        " ".join(f"{sentence} (+{points})" for _part, sentence, points in line.why),
        line.standing_label,
        *decided,
    ]
