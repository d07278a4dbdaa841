"""How each country goes: all of them in one line each, and one on a page of its own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import table_download
from monitoring.achievement import FURTHEST_FIRST
from monitoring.forms.region import CountriesFilter, YearFilter
from monitoring.permissions import can_read_figures
from monitoring.reading import read_year
from monitoring.region.about import about
from monitoring.region.asked import Asked
from monitoring.region.countries import Country, CountryLine, country, country_lines, read_party
from monitoring.region.country_sheets import country_sheets, list_sheets
from monitoring.region.resources import total_of
from monitoring.region.seen import seen_of
from monitoring.region.sources import usual_year
from monitoring.reporting import year_data
from monitoring.views.dashboard import named_plan, names_states
from plan.models import Plan


def read_plan(request) -> Plan:
    """The plan asked for, of whoever may read figures before they are published."""
    if not can_read_figures(request.user):
        raise PermissionDenied
    return named_plan(request)


# The list


@require_safe
def country_list(request):
    plan, form, year = asked_with(request, CountriesFilter)
    lines = read_lines(request, plan, form, year)
    context = {
        **frame(plan, form, year),
        "lines": lines,
        "shades": [line.shade for line in lines if line.shade],
        "asked": Asked(to_date=form.is_to_date),
    }
    return render(request, "monitoring/country_list.html", context, status=form.status)


@require_safe
def country_list_file(request, ending):
    plan, form, year = asked_with(request, CountriesFilter)
    lines = read_lines(request, plan, form, year)
    return table_download(
        list_sheets(lines),
        about=about(_("Cómo va cada país"), [plan], form.in_words()),
        name=f"paises-{year}",
        ending=ending,
    )


def read_lines(request, plan: Plan, form: CountriesFilter, year: int) -> list[CountryLine]:
    reading = read_year(plan, year, with_risks=False)
    named = names_states(request.user)
    return country_lines(reading, year_data(reading), to_date=form.is_to_date, named=named)


def asked_with(request, form_class):
    """Of a year that cannot be, the form says so and offers the one that is shown."""
    plan = read_plan(request)
    typed = request.GET.copy()
    typed.setdefault("anio", str(usual_year(plan)))
    form = form_class(typed, years=plan.years, year=usual_year(plan))
    typed["anio"] = str(form.year)
    return plan, form, form.year


def frame(plan: Plan, form: YearFilter, year: int) -> dict:
    return {"plan": plan, "form": form, "year": year}


# One country


@require_safe
def country_detail(request, code):
    plan, form, found = read_country(request, code)
    context = {
        **frame(plan, form, found.year),
        "country": found,
        "found": found.found,
        "to_date": found.to_date,
        "legend": FURTHEST_FIRST,
        "resources_total": total_of(found.found.resources),
    }
    return render(request, "monitoring/country_detail.html", context, status=form.status)


@require_safe
def country_file(request, code, ending):
    plan, form, found = read_country(request, code)
    what = _("Cómo va %(name)s en el plan") % {"name": found.name}
    return table_download(
        country_sheets(found),
        about=about(what, [plan], form.in_words()),
        name=f"pais-{found.code}-{found.year}".lower(),
        ending=ending,
    )


def read_country(request, code: str) -> tuple[Plan, YearFilter, Country]:
    plan, form, year = asked_with(request, YearFilter)
    seen = seen_of(request.user, plan, code)
    reading = read_party(plan, year, code)
    found = country(reading, code, seen, named=names_states(request.user))
    if found is None:
        raise Http404
    return plan, form, found
