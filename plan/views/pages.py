from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from corett.lib.tables import configure
from plan import reporting
from plan.editions import own_changes
from plan.export import export_plan
from plan.forms.measures import MeasureFilter
from plan.models import Activity, Axis, Measure
from plan.notes import PageNotes
from plan.plans import current_plan, find_plan
from plan.schedule import captured_by_day, late_captures
from plan.tables import MeasureTable
from plan.views.page import plan_page


@require_safe
def current(request):
    plan = current_plan(request)
    if plan is None:
        return render(request, "plan/none.html")
    return redirect(plan)


@require_safe
def overview(request, code):
    plan = find_plan(request, code)
    prefetch_related_objects([plan], "approaches", "glossary")
    last = plan.editions.first()
    content = export_plan(plan, edition=last.number if last else None)
    context = {
        "axes": reporting.outline(plan),
        "edition": last,
        "unpublished": len(own_changes(last, content)),
        "counts": reporting.counts(content),
    }
    return plan_page(request, plan, "plan/overview.html", context)


@require_safe
def axis(request, code, number):
    axis = get_object_or_404(Axis.objects.select_related("plan"), plan__code=code, number=number)
    context = {
        "axis": axis,
        "objectives": reporting.axis_table(axis),
        "title": gettext("Eje %(number)s") % {"number": axis.number},
    }
    return plan_page(request, axis.plan, "plan/axis.html", context)


@require_safe
def activity(request, code, activity_code):
    activity = get_object_or_404(
        Activity.objects.select_related("plan", "indicator", "objective__axis"),
        plan__code=code,
        code=activity_code,
    )
    axis = activity.objective.axis
    context = {
        "sheet": reporting.activity_sheet(activity),
        "title": str(activity),
        "parents": [
            (
                gettext("Eje %(number)s") % {"number": axis.number},
                reverse("plan:axis", args=[code, axis.number]),
            )
        ],
    }
    return plan_page(request, activity.plan, "plan/activity.html", context)


@require_safe
def schedule(request, code):
    plan = find_plan(request, code)
    captured = captured_by_day(late_captures(plan))
    context = {
        "schedule": reporting.schedule(plan),
        "captured_by_day": captured,
        "title": gettext("Cronograma"),
    }
    return plan_page(request, plan, "plan/schedule.html", context)


@require_safe
def measures(request, code):
    plan = find_plan(request, code)
    form = MeasureFilter(request.GET, plan=plan)
    found = form.filter(reporting.with_targets(Measure.objects.of_plan(plan)))
    table = configure(MeasureTable(found), request, per_page=60)
    context = {"form": form, "table": table, "title": gettext("Medidas")}
    return plan_page(request, plan, "plan/measures.html", context)


@require_safe
def approaches(request, code):
    plan = find_plan(request, code)
    context = {
        "approaches": plan.approaches.all(),
        "title": gettext("Enfoques rectores"),
        "page_notes": PageNotes(plan, with_approaches=False),
    }
    return plan_page(request, plan, "plan/approaches.html", context)


@require_safe
def glossary(request, code):
    plan = find_plan(request, code)
    context = {"terms": plan.glossary.all(), "title": gettext("Glosario"), "page_notes": None}
    return plan_page(request, plan, "plan/glossary.html", context)
