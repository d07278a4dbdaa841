"""The overview of an edition that is not published yet, and its choices."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_whole_region
from monitoring import annual
from monitoring.annual.desk import groups_of
from monitoring.annual.review import standings
from monitoring.forms.annual import AnnualForm
from monitoring.models import AnnualReport
from monitoring.permissions import can_compose_annual, can_endorse_annual
from monitoring.reports import Stale
from monitoring.views.annual.reading import report_in_preparation, visible_report
from monitoring.weak_points import weak_points


@require_safe
def annual_compose(request, plan, year, edition):
    """Its sections with what each lacks, for who writes, reviews or follows it."""
    report = visible_report(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    return show_overview(request, report)


def show_overview(request, report: AnnualReport):
    events = list(report.events.select_related("by", "stakeholder"))
    groups = groups_of(report)
    chosen = report.highlights.select_related(
        "entry__activity__plan", "entry__report__stakeholder", "entry__report__period__semester"
    )
    return render(
        request,
        "monitoring/annual_compose.html",
        {
            "report": report,
            "groups": groups,
            "written": sum(one.written for one in groups),
            "sections": sum(len(one.lines) for one in groups),
            "highlights": chosen,
            "standings": standings(report, events),
            "events": events if reads_whole_region(request.user) else [],
            "may_compose": can_compose_annual(request.membership),
            "may_endorse": can_endorse_annual(request.membership, report),
        },
    )


@require_safe
def annual_checks(request, plan, year, edition):
    """What is weak in it; each sentence leads to where it is mended."""
    report = report_in_preparation(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    context = {"report": report, "weak_points": weak_points(report)}
    return render(request, "monitoring/annual_checks.html", context)


def annual_choices(request, plan, year, edition):
    report = report_in_preparation(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if request.method != "POST":
        return show_choices(request, report, AnnualForm(instance=report))
    form = AnnualForm(request.POST, instance=report)
    if not form.is_valid():
        return show_choices(request, report, form, status=422)
    return save_choices(request, report, form)


def save_choices(request, report: AnnualReport, form: AnnualForm):
    try:
        save_over_texts(request, form)
    except Stale as stale:
        saved = AnnualForm(instance=stale.saved)
        conflict = {"differences": form.clashes_with(saved), "saved": stale.saved}
        form = form.rebased_on(saved)
        return show_choices(request, report, form, conflict=conflict, status=409)
    except annual.AnnualError as refused:
        form.add_error(None, str(refused))
        return show_choices(request, report, form, status=422)
    messages.success(request, _("Guardado."), extra_tags=draft_of_choices(report))
    return redirect("monitoring:annual_compose", *report.address)


def save_over_texts(request, form: AnnualForm) -> None:
    """On top of what others saved meanwhile, unless it is the same choice. Raises Stale."""
    version, by = form.cleaned_data["version"], request.membership
    try:
        annual.save_choices(form.instance, version=version, by=by)
    except Stale as stale:
        if form.clashes_with(AnnualForm(instance=stale.saved)):
            raise
        version = stale.saved.version
        annual.save_choices(form.put_on(stale.saved), version=version, by=by)


def draft_of_choices(report: AnnualReport) -> str:
    return f"informe-anual/{report.pk}"


def show_choices(request, report: AnnualReport, form, *, conflict=None, status=200):
    return render(
        request,
        "monitoring/annual_choices.html",
        {
            "report": report,
            "form": form,
            "conflict": conflict,
            "draft": draft_of_choices(report),
        },
        status=status,
    )
