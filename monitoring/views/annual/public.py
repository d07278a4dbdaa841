"""What everybody may read of the annual reports: the list, an edition in one page, the news."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from monitoring import annual
from monitoring.annual.chapters import upgraded
from monitoring.annual.shelves import (
    Shelf,
    country_names,
    looked_at,
    main_files,
    offered,
    shelves,
)
from monitoring.forms.annual import YearForm
from monitoring.forms.annual_readers import ReplyForm
from monitoring.models import AnnualReport, PastReport
from monitoring.permissions import can_compose_annual, can_read_replies, can_reply
from monitoring.views.annual.reading import visible_report
from plan.models import Plan


@login_not_required
@require_safe
def annual_list(request):
    return show_list(request)


def show_list(request, *, year_form=None, missing_file="", status=200):
    may_compose = can_compose_annual(request.membership) and Plan.objects.exists()
    found = shelves(request.user)
    return render(
        request,
        "monitoring/annual_list.html",
        {
            "shelves": found,
            "editions": editions_on(found),
            "year_form": (year_form or YearForm()) if may_compose else None,
            "may_compose": may_compose,
            "reads_replies": can_read_replies(request.membership),
            "missing_file": missing_file,
        },
        status=status,
    )


def editions_on(found: list[Shelf]) -> dict:
    """The files of each published edition, and which of them most people come for."""
    names = country_names() if found else {}
    offers = {
        report.pk: offered(report, names)
        for shelf in found
        for report in shelf.editions
        if report.is_published
    }
    return {key: {"files": files, "main": main_files(files)} for key, files in offers.items()}


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
@require_safe
def annual_moved(request, year, edition, part=""):
    """Addresses given before they said of which plan a report is still lead to it."""
    visible = AnnualReport.objects.visible_to(request.user).filter(year=year, edition=edition)
    report = visible.select_related("plan").order_by("plan__start").first()
    if report is None or part not in ("", "pdf", "datos"):
        raise Http404
    return redirect(f"{report.get_absolute_url()}{part}{'/' if part else ''}", permanent=True)


@login_not_required
@require_safe
def annual_detail(request, plan, year, edition):
    """What is published, in one page; what is not is at its desk, for whoever may see it."""
    report = visible_report(request, plan, year, edition)
    if not report.is_published:
        return redirect("monitoring:annual_compose", *report.address)
    return show_detail(request, report)


def show_detail(request, report: AnnualReport, *, missing_file="", reply_form=None, status=200):
    content = upgraded(report.content)
    names = {country["code"]: country["name"] for country in content["countries"]}
    files = looked_at(report, names)
    editions = list(others_of(request, report))
    past = PastReport.objects.visible_to(request.user).filter(plan=report.plan, year=report.year)
    may_reply = can_reply(request.membership, report)
    return render(
        request,
        "monitoring/annual_detail.html",
        {
            "report": report,
            "content": content,
            "files": [one for one in files if not one.country],
            "country_files": [one for one in files if one.country],
            "main": main_files(files),
            "editions": editions,
            "latest": next((one for one in editions if one.is_published), report),
            "past": past.select_related("plan"),
            "may_compose": can_compose_annual(request.membership),
            "reply_form": reply_form or ReplyForm(initial={"key": uuid.uuid4()}),
            "may_reply": may_reply,
            "replies": own_replies(request, report) if may_reply else [],
            "missing_file": missing_file,
        },
        status=status,
    )


def others_of(request, report: AnnualReport):
    """The editions of its year that the person may see, this one among them."""
    visible = AnnualReport.objects.visible_to(request.user)
    return visible.filter(plan=report.plan, year=report.year).for_listing()


def own_replies(request, report: AnnualReport):
    """What the person's stakeholder answered already."""
    own = report.replies.filter(stakeholder=request.membership.stakeholder_id)
    return own.select_related("by", "stakeholder")
