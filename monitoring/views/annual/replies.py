"""Answers to a published edition: given on its page, read by the Secretaría on one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import sheet_of
from monitoring import annual
from monitoring.annual import replies
from monitoring.forms.annual_readers import ReplyFilter, ReplyForm
from monitoring.models import AnnualReply, AnnualReport
from monitoring.permissions import can_read_replies, can_reply
from monitoring.region.about import about
from monitoring.views.annual.public import show_detail
from monitoring.views.annual.reading import visible_report

PER_PAGE = 20


def annual_reply(request, plan, year, edition):
    report = visible_report(request, plan, year, edition)
    if request.method != "POST":
        return redirect(f"{report.get_absolute_url()}#responder")
    if not can_reply(request.membership, report):
        raise PermissionDenied
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            replies.reply(report, by=request.membership, **form.cleaned_data)
        except annual.AnnualError as refused:
            form.add_error("text", str(refused))
        else:
            sentence = _("Su respuesta llegó a la Secretaría Técnica. Gracias.")
            messages.success(request, sentence, extra_tags=f"respuesta-anual/{report.pk}")
            return redirect(f"{report.get_absolute_url()}#responder")
    return show_detail(request, report, reply_form=form, status=422)


# The Secretaría's page


def filtered(request) -> tuple[ReplyFilter, list[AnnualReply]]:
    """Unread first, and the last first."""
    if not can_read_replies(request.membership):
        raise PermissionDenied
    answered = AnnualReport.objects.filter(replies__isnull=False).distinct()
    form = ReplyFilter(request.GET, reports=list(answered.for_listing()))
    found = form.filter(AnnualReply.objects.all()).select_related(
        "report__plan", "by", "stakeholder", "read_by"
    )
    in_turn = [F("read_at").desc(nulls_first=True), "-at", "-pk"]
    return form, found.defer("report__content").order_by(*in_turn)


@require_safe
def annual_replies(request):
    form, found = filtered(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "endings": ENDINGS}
    return render(request, "monitoring/annual_replies.html", context)


@require_safe
def annual_replies_file(request, ending):
    form, found = filtered(request)
    names = [
        _("Informe"),
        _("Recibida el"),
        _("Parte interesada"),
        _("Persona"),
        _("Respuesta"),
        _("Leída el"),
        _("Leída por"),
    ]
    rows = [
        [
            str(one.report),
            exact(one.at),
            str(one.stakeholder),
            str(one.by),
            one.text,
            exact(one.read_at),
            str(one.read_by or ""),
        ]
        for one in found
    ]
    plans = {one.report.plan_id: one.report.plan for one in found}
    return table_download(
        [sheet_of(_("Respuestas"), names, rows)],
        about=about(_("Respuestas a los informes anuales"), plans.values(), filter_lines(form)),
        name="respuestas-informe-anual",
        ending=ending,
    )


def filter_lines(form: ReplyFilter) -> list[tuple[str, str]]:
    return [(_("Filtro"), form.said)]


def exact(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def annual_reply_read(request, pk):
    return mark(request, pk, replies.mark_read)


def annual_reply_unread(request, pk):
    return mark(request, pk, replies.mark_unread)


def mark(request, pk, verb):
    if not can_read_replies(request.membership):
        raise PermissionDenied
    reply = get_object_or_404(AnnualReply, pk=pk)
    if request.method == "POST":
        try:
            verb(reply, by=request.membership)
        except annual.AnnualError as refused:
            messages.error(request, str(refused))
    return redirect("monitoring:annual_replies")
