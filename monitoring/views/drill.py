"""The rows behind the figures of an activity, for who may see them."""

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Count, Q, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.models import User
from corett.directory.models import Institution
from corett.lib.downloads import table_download
from monitoring.forms.dashboard import DashboardForm
from monitoring.models import Evidence, ProgressEntry, ProgressReport, ReportState
from monitoring.permissions import can_read_figures
from monitoring.reading import Reading, read_year
from monitoring.region.drill import Shown, drill_entries, drill_rows
from monitoring.region.sheets import drill_sheets
from monitoring.region.sources import Source, plans_with_years
from monitoring.reporting import year_data
from monitoring.views.dashboard import about
from plan.models import Activity, Plan


@require_safe
def drill_page(request, plan, year, code):
    found = read_rows_of(request, plan, year, code)
    return render(
        request, "monitoring/drill.html", found, status=422 if found["form"].errors else 200
    )


@require_safe
def drill_download(request, plan, year, code, ending):
    found = read_rows_of(request, plan, year, code)
    what = _("Filas de la actividad %(code)s detrás de las cifras del Tablero") % {"code": code}
    return table_download(
        drill_sheets(found["rows"], found["entries"]),
        about=[
            (_("Qué es"), what),
            (_("Qué filas"), _("Solo las de informes validados que usted puede ver")),
            *about(found["source"], found["form"]),
        ],
        name=f"actividad-{code}-{year}",
        ending=ending,
    )


def read_rows_of(request, plan_code: str, year: int, code: str) -> dict:
    """What the reader may see of the activity; what is not theirs to see is counted."""
    if not can_read_figures(request.user):
        raise PermissionDenied
    entries = Count(
        "activities__entries",
        filter=Q(activities__code=code, activities__entries__report__state=ReportState.VALIDATED),
    )
    plan = get_object_or_404(plans_with_years().annotate(validated=entries), code=plan_code)
    if year not in plan.years:
        raise Http404
    reading = read_year(
        plan, year, with_risks=False, activity=code, entries=visible_entries(request.user)
    )
    if not reading.activities:
        raise Http404
    return context_of(request, plan, reading, reading.activities[0])


def visible_entries(user: User):
    reports = ProgressReport.objects.visible_to(user).validated()
    return ProgressEntry.objects.filter(report__in=reports)


def context_of(request, plan: Plan, reading: Reading, activity: Activity) -> dict:
    data = year_data(reading)
    source = Source(plan=plan, year=reading.year, years=list(plan.years), data=data)
    form = DashboardForm(request.GET, data_of_year=data, years=source.years, year=source.year)
    asked, reader = form.asked(), shown_to(request.user, activity)
    hidden = plan.validated - len(reading.answers_to(activity))
    return {
        "source": source,
        "plan": plan,
        "year": reading.year,
        "activity": activity,
        "form": form,
        "asked": asked,
        "rows": drill_rows(reading, activity, asked, reader),
        "entries": drill_entries(reading, activity, asked, reader),
        "figures": figures_of(data),
        "seen": {answer.stakeholder.code for answer in reading.answers_to(activity)},
        "hidden": hidden,
    }


def figures_of(data: dict) -> dict:
    return next(
        activity
        for axis in data["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
    )


def shown_to(user: User, activity: Activity) -> Shown:
    """Keys of what the reader may see by name, in one question."""
    institutions = Institution.objects.visible_to(user).filter(records__entry__activity=activity)
    evidence = Evidence.objects.visible_to(user).filter(entry__activity=activity)
    keys = named(institutions, "institutions").union(named(evidence, "evidence"))
    found: dict[str, set[int]] = {"institutions": set(), "evidence": set()}
    for part, key in keys:
        found[part].add(key)
    return Shown(**found)


def named(rows, part: str):
    return rows.order_by().values_list(Value(part, CharField()), "pk")
