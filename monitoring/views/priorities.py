from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.accounts import changes
from corett.accounts.permissions import reads_whole_region
from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring import gaps, priorities, scheduling
from monitoring.forms.priorities import (
    DecisionSheet,
    EndorseForm,
    RankingFilter,
    TakeForm,
    differences,
)
from monitoring.forms.sorting import Order
from monitoring.models import Priority
from monitoring.permissions import (
    can_decide_priorities,
    can_endorse_priorities,
    can_read_figures,
)
from monitoring.ranking import Line, Ranking, next_year, read_ranking, years_to_prioritise
from plan import schedule
from plan.models import Plan
from plan.plans import current_plan, find_plan

KEYS = {
    "lugar": lambda line: line.gap.place,
    "actividad": lambda line: line.activity.order,
    "cumplimiento": lambda line: (line.gap.facts.share is None, line.gap.facts.share or 0),
    "semestres": lambda line: (len(line.gap.facts.left), line.gap.place),
    "paises": lambda line: (-len(line.gap.facts.missing), line.gap.place),
    "riesgos": lambda line: (-line.gap.points[gaps.Part.RISKS], line.gap.place),
    "decision": lambda line: (line.standing, line.gap.place),
}


def priority_home(request):
    """The year that comes next, of today's plan."""
    plan = current_plan(request)
    if plan is None:
        return render(request, "plan/none.html")
    return redirect("monitoring:priority_list", plan.code, next_year(plan, timezone.localdate()))


def prioritised_plan(request, code, year) -> Plan:
    plan = find_plan(request, code)
    if year not in years_to_prioritise(plan):
        raise Http404
    return plan


def readable_ranking(request, plan, year) -> Ranking:
    """For every party; whoever has no hat today reads the plan, and not what is made of it."""
    if not can_read_figures(request.user):
        raise Http404
    return read_ranking(prioritised_plan(request, plan, year), year, request.user)


def line_or_404(ranking: Ranking, code: str) -> Line:
    line = ranking.line_of(code)
    if line is None:
        raise Http404
    return line


def decider(request) -> None:
    if not can_decide_priorities(request.membership):
        raise PermissionDenied


def show(request, ranking: Ranking, template: str, context: dict, *, status=200):
    return render(
        request,
        f"monitoring/{template}.html",
        {
            "ranking": ranking,
            "plan": ranking.plan,
            "year": ranking.year,
            "years": years_to_prioritise(ranking.plan),
            "reads_all": reads_whole_region(request.user),
            "may_decide": can_decide_priorities(request.membership),
            "may_endorse": can_endorse_priorities(request.membership),
            "is_decidable": priorities.is_decidable(ranking.year),
            "when_decided": priorities.when_decided(ranking.year),
            **context,
        },
        status=status,
    )


# The list


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


# Deciding


def priority_detail(request, plan, year, code):
    """One activity: why it stands where it stands, and its decision."""
    ranking = readable_ranking(request, plan, year)
    line = line_or_404(ranking, code)
    if request.method != "POST":
        return show_detail(
            request, ranking, DecisionSheet(lines=[line], semesters=ranking.semesters)
        )
    return save(request, ranking, [line], show_detail, code)


def show_detail(request, ranking, sheet: DecisionSheet, *, status=200, **context):
    [line] = sheet.lines
    context |= {
        "line": line,
        "place": gaps.say_place(line.gap),
        "sheet": sheet,
        "draft": draft_of(request, ranking, line.activity.code),
        "reads_history": reads_whole_region(request.user),
    }
    return show(request, ranking, "priority_detail", context, status=status)


def priority_sheet(request, plan, year):
    """Many activities on a page, in their order, to be decided by keyboard."""
    decider(request)
    ranking = readable_ranking(request, plan, year)
    if request.method != "POST":
        sheet = DecisionSheet(lines=ranking.lines, semesters=ranking.semesters)
        return show_sheet(request, ranking, sheet)
    return save(request, ranking, ranking.lines, show_sheet)


def show_sheet(request, ranking, sheet: DecisionSheet, *, status=200, **context):
    context |= {"sheet": sheet, "draft": draft_of(request, ranking)}
    return show(request, ranking, "priority_sheet", context, status=status)


def draft_of(request, ranking: Ranking, code: str = "todas") -> str:
    """Under which name a browser keeps what was typed of the decisions."""
    return f"prioridades/{ranking.plan.pk}/{ranking.year}/{code}"


def save(request, ranking: Ranking, lines, show_again, code: str = "todas"):
    decider(request)
    sheet = DecisionSheet(request.POST, lines=lines, semesters=ranking.semesters)
    is_valid = sheet.is_valid()
    if "take" in request.POST:
        messages.info(request, _("Está abajo, y todavía no se ha guardado: revíselo y guarde."))
        return show_again(request, ranking, sheet.taking(request.POST["take"]))
    if not is_valid:
        return show_again(request, ranking, sheet, status=422)
    try:
        decided = priorities.decide(
            ranking.plan, ranking.year, changes=sheet.changes(), by=request.membership
        )
    except priorities.Stale as stale:
        conflicts = [(one, differences(one)) for one in stale.conflicts]
        again, shown = rebased(request, ranking, sheet)
        return show_again(request, again, shown, conflicts=conflicts, status=409)
    except priorities.PriorityDenied as denied:
        return show_again(request, ranking, sheet, denied=str(denied), status=422)
    messages.success(request, what_was_decided(decided), draft_of(request, ranking, code))
    return redirect(request.path)


def rebased(request, ranking: Ranking, sheet: DecisionSheet) -> tuple[Ranking, DecisionSheet]:
    """On top of what is saved now."""
    again = readable_ranking(request, ranking.plan.code, ranking.year)
    found = [again.line_of(line.activity.code) for line in sheet.lines]
    return again, sheet.rebased([line for line in found if line])


def what_was_decided(decided: list[priorities.Decided]) -> str:
    if not decided:
        return _("No había cambios.")
    sentence = ngettext(
        "Guardada: %(count)d decisión (%(codes)s).",
        "Guardadas: %(count)d decisiones (%(codes)s).",
        len(decided),
    ) % {"count": len(decided), "codes": codes_of(one.priority for one in decided)}
    if lost := [one.priority for one in decided if one.lost_endorsement]:
        told = _("Perdió el visto bueno que tenía, porque cambió: %(codes)s.")
        return f"{sentence} {told % {'codes': codes_of(lost)}}"
    return sentence


def codes_of(found) -> str:
    return ", ".join(priority.activity.code for priority in found)


def priority_history(request, plan, year, code):
    """Who decided what of an activity, and when; for who reads the whole region."""
    if not reads_whole_region(request.user):
        raise PermissionDenied
    found = Priority.objects.select_related("activity__plan").filter(
        activity__plan__code=plan, year=year, activity__code=code
    )
    priority = found.first()
    if priority is None:
        raise Http404
    history = changes.changes([Priority.history.filter(id=priority.pk)])
    context = {"priority": priority, "changes": history}
    return render(request, "monitoring/priority_history.html", context)


# The visto bueno


def priority_endorse(request, plan, year):
    ranking = readable_ranking(request, plan, year)
    if not (can_endorse_priorities(request.membership) or reads_whole_region(request.user)):
        raise PermissionDenied
    if request.method != "POST":
        return show_endorse(request, ranking, EndorseForm())
    if not can_endorse_priorities(request.membership):
        raise PermissionDenied
    form = EndorseForm(request.POST)
    if not form.is_valid():
        return show_endorse(request, ranking, form, status=422)
    try:
        seen = form.cleaned_data["seen"]
        endorsed = priorities.endorse(ranking.plan, year, seen=seen, by=request.membership)
    except priorities.PriorityDenied as denied:
        form.add_error(None, str(denied))
        return show_endorse(request, ranking, form, status=409)
    sentence = _("Con visto bueno: %(codes)s.") % {"codes": codes_of(endorsed)}
    messages.success(request, sentence)
    if ranking.line_of(request.POST.get("back", "")):
        return redirect("monitoring:priority_detail", plan, year, request.POST["back"])
    return redirect(request.get_full_path())


def show_endorse(request, ranking: Ranking, form: EndorseForm, *, status=200):
    asked = RankingFilter(request.GET, lines=ranking.lines)
    del asked.fields["standing"]
    waiting = [line for line in asked.filter(ranking.lines) if line.standing == "waiting"]
    context = {
        "form": form,
        "filter": asked,
        "lines": [(line, seen_as(line)) for line in waiting],
        "shown": ",".join(seen_as(line) for line in waiting),
        "chosen": form.data.getlist("chosen") if form.is_bound else [],
    }
    return show(request, ranking, "priority_endorse", context, status=status)


def seen_as(line: Line) -> str:
    return f"{line.priority.pk}:{line.priority.version}" if line.priority else ""


# The cronograma


def priority_schedule(request, plan, year):
    """What taking the decisions to the cronograma would change, and the button that does it."""
    decider(request)
    found = prioritised_plan(request, plan, year)
    if request.method != "POST":
        return show_schedule(request, found, year)
    form = TakeForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        taken = scheduling.take_to_schedule(found, year, seen=seen, by=request.membership)
    except (priorities.PriorityDenied, schedule.ScheduleRefused) as denied:
        return show_schedule(request, found, year, refusal=str(denied), status=409)
    messages.success(request, what_was_taken(taken))
    return redirect("monitoring:priority_schedule", plan, year)


def what_was_taken(taken: scheduling.Preview) -> str:
    marked = sum(change.is_marked for change in taken.changes)
    codes = codes_of(move.priority for move in taken.taken)
    return _(
        "Llevadas al cronograma: %(codes)s. Celdas marcadas: %(marked)d; quitadas: %(unmarked)d."
    ) % {"codes": codes, "marked": marked, "unmarked": len(taken.changes) - marked}


def show_schedule(request, plan: Plan, year: int, *, refusal="", status=200):
    preview = scheduling.preview(plan, year)
    moved = {change.activity for change in preview.changes}
    context = {
        "plan": plan,
        "year": year,
        "preview": preview,
        "rows": schedule.by_activity(plan, preview.changes),
        "unmoved": [m for m in preview.taken if m.priority.activity.code not in moved],
        "scheduled": priorities.priorities_of(plan, year).filter(scheduled_at__isnull=False),
        "form": TakeForm(initial={"seen": preview.seen}),
        "refusal": refusal,
        "back": reverse("monitoring:priority_list", args=[plan.code, year]),
    }
    return render(request, "monitoring/priority_schedule.html", context, status=status)
