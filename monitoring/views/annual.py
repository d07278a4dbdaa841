from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.forms.annual import AnnualForm, PublishForm, YearForm
from monitoring.models import AnnualReport, FileKind
from monitoring.permissions import can_compose_annual
from monitoring.reports import Stale
from monitoring.weak_points import weak_points
from plan.models import Plan


def visible_report(request, plan, year, edition) -> AnnualReport:
    visible = AnnualReport.objects.visible_to(request.user).select_related("plan", "published_by")
    return get_object_or_404(visible, plan__code=plan, year=year, edition=edition)


def report_in_preparation(request, plan, year, edition) -> AnnualReport:
    report = visible_report(request, plan, year, edition)
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    return report


@login_not_required
def annual_list(request):
    return show_list(request)


def show_list(request, *, year_form=None, status=200):
    reports = AnnualReport.objects.visible_to(request.user)
    may_compose = Plan.objects.exists() and can_compose_annual(request.membership)
    return render(
        request,
        "monitoring/annual_list.html",
        {
            "reports": reports.for_listing(),
            "year_form": (year_form or YearForm()) if may_compose else None,
        },
        status=status,
    )


def annual_start(request):
    if request.method != "POST":
        return redirect("monitoring:annual_list")
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    form = YearForm(request.POST)
    if not form.is_valid():
        return show_list(request, year_form=form, status=422)
    try:
        plan, year = form.chosen()
        report = annual.start_annual(plan, year, by=request.membership)
    except annual.AnnualError as refused:
        form.add_error("year", str(refused))
        return show_list(request, year_form=form, status=422)
    return redirect("monitoring:annual_compose", *report.address)


@login_not_required
def annual_moved(request, year, edition, part=""):
    """Addresses given before they said of which plan a report is still lead to it."""
    visible = AnnualReport.objects.visible_to(request.user).filter(year=year, edition=edition)
    report = visible.select_related("plan").order_by("plan__start").first()
    if report is None or part not in ("", "pdf", "datos"):
        raise Http404
    return redirect(f"{report.get_absolute_url()}{part}{'/' if part else ''}", permanent=True)


@login_not_required
def annual_detail(request, plan, year, edition):
    return show_detail(request, visible_report(request, plan, year, edition))


def show_detail(request, report: AnnualReport, *, missing_file="", status=200):
    visible = AnnualReport.objects.visible_to(request.user)
    editions = visible.filter(plan=report.plan, year=report.year).for_listing()
    return render(
        request,
        "monitoring/annual_detail.html",
        {
            "report": report,
            "content": report.content,
            "editions": editions,
            "latest": editions.first(),
            "may_compose": can_compose_annual(request.membership),
            "missing_file": missing_file,
        },
        status=status,
    )


def annual_compose(request, plan, year, edition):
    report = report_in_preparation(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if request.method != "POST":
        return show_compose(request, report, AnnualForm(instance=report))
    form = AnnualForm(request.POST, instance=report)
    if not form.is_valid():
        return show_compose(request, report, form, status=422)
    return save_choices(request, report, form)


def save_choices(request, report: AnnualReport, form: AnnualForm):
    version = form.cleaned_data["version"]
    try:
        annual.save_choices(form.instance, version=version, by=request.membership)
    except Stale as stale:
        saved = AnnualForm(instance=stale.saved)
        if differences := form.differences_from(saved):
            conflict = {"differences": differences, "saved": stale.saved}
            form = form.rebased_on(saved)
            return show_compose(request, report, form, conflict=conflict, status=409)
    except annual.AnnualError as refused:
        form.add_error(None, str(refused))
        return show_compose(request, report, form, status=422)
    messages.success(request, _("Textos guardados."))
    page = "annual_publish" if "review" in request.POST else "annual_compose"
    return redirect(f"monitoring:{page}", *report.address)


def show_compose(request, report: AnnualReport, form, *, conflict=None, status=200):
    content = annual.summarise_report(report, allow_empty=True, whole=False)
    return render(
        request,
        "monitoring/annual_compose.html",
        {
            "report": report,
            "form": form,
            "conflict": conflict,
            "content": content,
            "weak_points": weak_points(content),
        },
        status=status,
    )


def annual_publish(request, plan, year, edition):
    """The page asks once more and shows what is missing; its button publishes."""
    report = report_in_preparation(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if request.method != "POST":
        return show_publish(request, report)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return show_publish(request, report, _("La página no llegó completa. Revísela de nuevo."))
    try:
        report = annual.publish(report, by=request.membership, **form.cleaned_data)
    except annual.AnnualError as refused:
        return show_publish(request, report, str(refused))
    messages.success(request, _("Publicado: %(report)s.") % {"report": report})
    return redirect(report)


def show_publish(request, report: AnnualReport, refusal: str = ""):
    content = annual.summarise_report(report, allow_empty=True, whole=False)
    return render(
        request,
        "monitoring/annual_publish.html",
        {
            "report": report,
            "form": PublishForm(initial={"version": report.version}),
            "content": content,
            "refusal": refusal,
            "blockers": annual.blockers(report, content),
            "weak_points": weak_points(content),
        },
        status=409 if refusal else 200,
    )


@login_not_required
def annual_download(request, plan, year, edition):
    """The stored file of what is published; of a draft, what it would say now."""
    report = visible_report(request, plan, year, edition)
    if not report.is_published:
        return provisional_pdf(report)
    try:
        pdf = annual.stored(report, FileKind.PDF)
    except annual.AnnualError as missing:
        return show_detail(request, report, missing_file=str(missing), status=404)
    return FileResponse(pdf, as_attachment=True, filename=f"{annual.file_name(report)}.pdf")


def provisional_pdf(report: AnnualReport) -> FileResponse:
    pdf = annual.render(annual.summarise_report(report, allow_empty=True))
    name = f"provisional-{annual.file_name(report)}.pdf"
    response = FileResponse(BytesIO(pdf), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
def annual_data(request, plan, year, edition):
    """The very bytes whose hash the colophon prints."""
    report = visible_report(request, plan, year, edition)
    if not report.is_published:
        raise Http404
    name = f"{annual.file_name(report)}.json"
    return HttpResponse(
        canonical(report.content),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
