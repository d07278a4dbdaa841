from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from corett.accounts import changes
from corett.accounts.permissions import reads_whole_region
from monitoring import priorities
from monitoring.forms.priorities import DecisionSheet, differences
from monitoring.models import Priority
from monitoring.ranking import Ranking
from monitoring.views.prioritised import (
    codes_of,
    decider,
    line_or_404,
    readable_ranking,
    show,
)


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


@require_safe
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
