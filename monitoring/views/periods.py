from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from corett.lib.tables import configure
from monitoring import reports
from monitoring.forms.periods import OpenSemesterForm
from monitoring.models import ReportingPeriod
from monitoring.permissions import can_open_semester
from monitoring.tables import PeriodTable, without_plan
from plan.editions import open_changes
from plan.models import Plan
from risks.export import export_whole_plan


def period_list(request):
    if not can_open_semester(request.membership):
        raise PermissionDenied
    form = OpenSemesterForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and open_semester(request, form):
        return redirect("monitoring:period_list")
    periods = ReportingPeriod.objects.with_states()
    table = configure(PeriodTable(periods, exclude=without_plan()), request)
    return render(
        request,
        "monitoring/period_list.html",
        {"form": form, "table": table, "unpublished": unpublished_changes()},
        status=422 if form.is_bound else 200,
    )


def unpublished_changes() -> list[tuple[Plan, int]]:
    """The plans of which an opening would publish changes, and how many."""
    plans = Plan.objects.filter(semesters__period__isnull=True).distinct()
    counted = [(plan, len(open_changes(plan, export_whole_plan(plan)))) for plan in plans]
    return [(plan, count) for plan, count in counted if count]


def open_semester(request, form: OpenSemesterForm) -> bool:
    try:
        period = reports.open_semester(**form.cleaned_data, by=request.membership)
    except reports.WritingDenied as denied:
        form.add_error("semester", str(denied))
        return False
    messages.success(
        request,
        _("%(semester)s está abierto y cada país tiene su borrador.") % {"semester": period},
    )
    return True
