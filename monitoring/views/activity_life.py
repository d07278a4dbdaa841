"""The whole life of an activity over the semesters of its plan."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import table_download
from monitoring.permissions import can_read_figures
from monitoring.region.about import about
from monitoring.region.activity_life import Life, read_life
from monitoring.region.activity_sheets import life_sheets
from monitoring.region.activity_ties import Ties, ties_of
from monitoring.region.schedule import legend
from plan.models import Plan
from plan.plans import find_plan


@require_safe
def activity_life(request, plan, code):
    found, life, ties = read(request, plan, code)
    context = {
        "plan": found,
        "life": life,
        "activity": life.activity,
        "ties": ties,
        "legend": legend(),
    }
    return render(request, "monitoring/activity_life.html", context)


@require_safe
def activity_life_file(request, plan, code, ending):
    found, life, ties = read(request, plan, code)
    what = _("La vida de la actividad %(code)s, semestre por semestre") % {"code": code}
    shown = (_("Qué textos y filas"), _("Solo los de informes validados que usted puede abrir"))
    return table_download(
        life_sheets(life, ties),
        about=about(what, [found], [shown]),
        name=f"actividad-{code}",
        ending=ending,
    )


def read(request, plan_code: str, code: str) -> tuple[Plan, Life, Ties]:
    if not can_read_figures(request.user):
        raise PermissionDenied
    plan = find_plan(request, plan_code)
    life = read_life(plan, code, request.user)
    if life is None:
        raise Http404
    return plan, life, ties_of(request.user, plan, code)
