"""A section of an edition: its text beside what was reported, its preview, its highlights."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_whole_region
from monitoring import annual
from monitoring.annual.material import rows_for, words_for, written_beneath
from monitoring.annual.preview import preview
from monitoring.forms.annual_sections import SectionCommentForm, SectionForm
from monitoring.models import AnnualReport, AnnualText, ProgressEntry
from monitoring.permissions import can_comment_annual, can_compose_annual
from monitoring.reports import Stale
from monitoring.views.annual.material import places_of
from monitoring.views.annual.reading import part_of, report_in_preparation, visible_report


def annual_section(request, plan, year, edition, section):
    report = visible_report(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    if request.method != "POST":
        return show_section(request, report, section)
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    form = SectionForm(request.POST, instance=written(request, report, section))
    if not form.is_valid():
        return show_section(request, report, section, form=form, status=422)
    return save_section(request, report, section, form)


def save_section(request, report: AnnualReport, section: str, form: SectionForm):
    try:
        annual.save_text(report, section, by=request.membership, **form.cleaned_data)
    except Stale as stale:
        saved = SectionForm(instance=stale.saved)
        if differences := form.differences_from(saved):
            conflict = {"differences": differences, "saved": stale.saved}
            form = form.rebased_on(saved)
            return show_section(request, report, section, form=form, conflict=conflict, status=409)
    except annual.AnnualError as refused:
        form.add_error(None, str(refused))
        return show_section(request, report, section, form=form, status=422)
    messages.success(request, _("Texto guardado."), extra_tags=draft_of(report, section))
    if "stay" in request.POST:
        return redirect("monitoring:annual_section", *report.address, section)
    return redirect("monitoring:annual_compose", *report.address)


def written(request, report: AnnualReport, section: str) -> AnnualText:
    """What stands saved; else nothing, in the language in which the person writes."""
    found = report.texts.filter(section=section).select_related("saved_by").first()
    return found or AnnualText(report=report, section=section, language=request.user.language)


def draft_of(report: AnnualReport, section: str) -> str:
    """Under which name a browser keeps what was typed."""
    return f"informe-anual/{report.pk}/{section}"


def show_section(
    request,
    report: AnnualReport,
    section: str,
    *,
    form=None,
    comment_form=None,
    conflict=None,
    status=200,
):
    part = part_of(report, section)
    text = written(request, report, section)
    may_compose = can_compose_annual(request.membership)
    sees_rows = reads_whole_region(request.user)
    return render(
        request,
        "monitoring/annual_section.html",
        {
            "report": report,
            "section": part.section,
            "before": part.before,
            "after": part.after,
            "text": text,
            "form": (form or SectionForm(instance=text)) if may_compose else None,
            "conflict": conflict,
            "draft": draft_of(report, section),
            "words": words_for(report, part.section),
            "rows": rows_for(report, part.section) if sees_rows else [],
            "beneath": written_beneath(report, part.beneath),
            "places": places_of(report, part.section),
            "sees_rows": sees_rows,
            "comments": report.comments.filter(section=section).select_related(
                "by", "stakeholder", "settled_by"
            ),
            "comment_form": comment_form or SectionCommentForm(),
            "comment_draft": draft_of_comment(report, section),
            "may_comment": comment_form or can_comment_annual(request.membership, report),
            "may_compose": may_compose,
        },
        status=status,
    )


def draft_of_comment(report: AnnualReport, section: str) -> str:
    return f"informe-anual/{report.pk}/{section}/comentario"


@require_safe
def annual_section_pdf(request, plan, year, edition, section):
    """The chapter as it would be printed now; never kept."""
    report = visible_report(request, plan, year, edition)
    if report.is_published:
        return redirect(report)
    try:
        pdf = preview(report, section, language=get_language())
    except annual.AnnualError as missing:
        raise Http404(str(missing)) from missing
    response = FileResponse(
        BytesIO(pdf), filename=f"provisional-{section}.pdf", content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def annual_highlight(request, plan, year, edition, pk):
    done = _("Queda entre lo más destacado.")
    return choose(request, (plan, year, edition), pk, annual.highlight, done)


def annual_highlight_drop(request, plan, year, edition, pk):
    done = _("Ya no está entre lo más destacado.")
    return choose(request, (plan, year, edition), pk, annual.drop_highlight, done)


def choose(request, address, pk, verb, done: str):
    report = report_in_preparation(request, *address)
    entry = get_object_or_404(ProgressEntry.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            verb(report, entry, by=request.membership)
        except annual.AnnualError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
    return back(request, report, f"palabras-{entry.pk}")


def back(request, report: AnnualReport, place: str):
    """To the section that the person came from, else to the overview."""
    keys = {one.key for one in annual.sections_of(report.plan, report.year)}
    section = request.POST.get("section", "")
    if section not in keys:
        return redirect("monitoring:annual_compose", *report.address)
    page = redirect("monitoring:annual_section", *report.address, section)
    page["Location"] += f"#{place}"
    return page
