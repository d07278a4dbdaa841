"""Institutions that a reader may see by name, and in what each took part."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.directory.models import Institution
from corett.lib.downloads import table_download
from monitoring.forms.region import INTERNATIONAL, InstitutionFilter
from monitoring.permissions import can_read_figures
from monitoring.region.about import about
from monitoring.region.institution_sheets import list_sheets, participation_sheets
from monitoring.region.institutions import (
    Participation,
    counted,
    countries_of,
    institutions_for,
    named_like,
    participation,
)
from plan.plans import plans_of

PER_PAGE = 50


@require_safe
def institution_list(request):
    everyone, form, found = read_list(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "total": len(everyone),
        "found": len(found),
    }
    return render(request, "monitoring/institution_list.html", context, status=form.status)


@require_safe
def institution_list_file(request, ending):
    _everyone, form, found = read_list(request)
    what = _("Instituciones del directorio que usted puede ver, y en cuánto participaron")
    return table_download(
        list_sheets(found),
        about=about(what, plans_of(request), form.in_words()),
        name="instituciones",
        ending=ending,
    )


def read_list(request) -> tuple[list[Institution], InstitutionFilter, list[Institution]]:
    require_reader(request)
    everyone = institutions_for(request.user)
    countries = [(one.code, one.name) for one in countries_of(everyone)]
    form = InstitutionFilter(request.GET, countries=countries)
    found = named_like(everyone, form.asked("texto"))
    if country := form.asked("pais"):
        found = [one for one in found if country_code(one) == country]
    return everyone, form, found


def country_code(institution: Institution) -> str:
    return institution.country.code if institution.country else INTERNATIONAL


def require_reader(request) -> None:
    if not can_read_figures(request.user):
        raise PermissionDenied


@require_safe
def institution_detail(request, pk):
    found = read_participation(request, pk)
    context = {"found": found, "institution": found.institution}
    return render(request, "monitoring/institution_detail.html", context)


@require_safe
def institution_file(request, pk, ending):
    found = read_participation(request, pk)
    what = _("En qué participó: %(name)s") % {"name": found.institution.name}
    shown = (_("Qué filas"), _("Solo las de informes validados que usted puede abrir"))
    plans = {one.activity.plan for one in found.rows} or plans_of(request)
    return table_download(
        participation_sheets(found),
        about=about(what, sorted(plans, key=lambda plan: plan.code), [shown]),
        name=f"institucion-{pk}",
        ending=ending,
    )


def read_participation(request, pk: int) -> Participation:
    require_reader(request)
    seen = Institution.objects.visible_to(request.user).select_related("country")
    institution = get_object_or_404(counted(seen), pk=pk)
    return participation(institution, request.user)
