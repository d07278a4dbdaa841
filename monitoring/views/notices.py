"""The log of the mails: to whom, why, when, and what kept one from going out."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_history
from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import sheet_of
from corett.lib.tables import configure
from monitoring.forms.owing import NoticeFilter
from monitoring.models import Notice
from monitoring.tables import NoticeTable
from plan.plans import plans_of


def filtered(request) -> NoticeFilter:
    """For who keeps the plan and who evaluates it."""
    if not reads_history(request.user):
        raise PermissionDenied
    return NoticeFilter(request.GET)


@require_safe
def notice_list(request):
    form = filtered(request)
    notices = form.filter(Notice.objects.select_related("user"))
    context = {
        "form": form,
        "table": configure(NoticeTable(notices, prefix="aviso-"), request),
        "endings": ENDINGS,
    }
    return render(request, "monitoring/notice_list.html", context)


@require_safe
def notice_file(request, ending):
    form = filtered(request)
    names = [
        _("Escrito el"),
        _("Por qué"),
        _("Persona"),
        _("Dirección"),
        _("Asunto"),
        _("Enviado el"),
        _("Por qué no salió"),
    ]
    rows = form.filter(Notice.objects.select_related("user").defer("body"))
    lines = [
        [
            exact(one.written_at),
            one.get_occasion_display(),
            str(one.user),
            one.address,
            one.subject,
            exact(one.sent_at),
            one.fault,
        ]
        for one in rows
    ]
    return table_download(
        [sheet_of(_("Avisos"), names, lines)],
        about=about(request, form),
        name="avisos",
        ending=ending,
    )


def exact(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def about(request, form: NoticeFilter) -> list[tuple[str, str]]:
    lines = [(_("Qué es"), _("Registro de los avisos por correo, con su envío"))]
    for plan in plans_of(request):
        edition = plan.editions.defer("content").first()
        lines += [
            (_("Plan"), str(plan)),
            (_("Edición del plan"), str(edition.number) if edition else _("ninguna")),
        ]
    lines += [(_("Leído el"), exact(timezone.now())), (_("Filtro"), form.said)]
    if any(plan.is_demonstration for plan in plans_of(request)):
        lines.append((_("Datos"), _("DEMOSTRACIÓN — no se envía ningún correo")))
    return lines
