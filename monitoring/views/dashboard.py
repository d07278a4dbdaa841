"""The Tablero: from validated reports for who has a hat, from what is published for everybody."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.validators import slug_re
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import reads_whole_region
from corett.lib.downloads import table_download
from monitoring.achievement import FURTHEST_FIRST
from monitoring.forms.dashboard import DashboardForm
from monitoring.permissions import can_read_figures
from monitoring.region.asked import Asked
from monitoring.region.dashboard import Named, dashboard
from monitoring.region.matrix import matrix
from monitoring.region.resources import total_of
from monitoring.region.sheets import dashboard_sheets
from monitoring.region.sources import Source, live, plans_with_years, published
from plan.models import Plan


@login_not_required
@require_safe
def dashboard_page(request):
    """What is asked wrong is said beside the form, and the rest is shown as it is."""
    plan = named_plan(request)
    source = source_of(request, plan)
    if source is None:
        return render(request, "monitoring/dashboard_none.html", {"plan": plan})
    form = form_of(request, source)
    asked = form.asked()
    return render(
        request,
        "monitoring/dashboard.html",
        context_of(request, source, form, asked),
        status=422 if form.errors else 200,
    )


@login_not_required
@require_safe
def dashboard_download(request, ending):
    plan = named_plan(request)
    source = source_of(request, plan)
    if source is None:
        raise Http404
    form = form_of(request, source)
    asked = form.asked()
    found = dashboard(source.data, asked, named=names_states(request.user))
    return table_download(
        dashboard_sheets(source.data, asked, found, matrix(source.data, asked)),
        about=[(_("Qué es"), _("Tablero de seguimiento")), *about(source, form)],
        name=f"tablero-{source.year}",
        ending=ending,
    )


def context_of(request, source: Source, form: DashboardForm, asked: Asked) -> dict:
    found = dashboard(source.data, asked, named=names_states(request.user))
    return {
        "source": source,
        "plan": source.plan,
        "year": source.year,
        "form": form,
        "asked": asked,
        "found": found,
        "resources_total": total_of(found.resources),
        "matrix": matrix(source.data, asked),
        "legend": FURTHEST_FIRST,
        "thresholds": thresholds_of(source.plan, source),
        "is_live": source.is_live,
        "query": query_of(form),
        "narrowed": narrowed(form),
    }


def named_plan(request) -> Plan:
    """The one that the address names, else that of today."""
    if code := request.GET.get("plan"):
        if not slug_re.match(code):
            raise Http404
        return get_object_or_404(plans_with_years(), code=code)
    plan = plans_with_years().current()
    if plan is None:
        raise Http404
    return plan


def source_of(request, plan: Plan) -> Source | None:
    typed = request.GET.get("anio", "")
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else None
    if can_read_figures(request.user):
        return live(plan, year)
    return published(plan, year, request.user)


def form_of(request, source: Source) -> DashboardForm:
    """The year on the form is always that of the figures, also where another was asked in vain."""
    typed = request.GET.copy()
    typed.setdefault("anio", str(source.year))
    form = DashboardForm(typed, data_of_year=source.data, years=source.years, year=source.year)
    if "anio" in form.errors:
        typed["anio"] = str(source.year)
    return form


def names_states(user) -> Named:
    """How a report stands before it is validated is for its own people and the whole region's."""
    if not user.is_authenticated:
        return lambda code: False
    own = {membership.stakeholder.code for membership in user.current_memberships}
    sees_all = reads_whole_region(user)
    return lambda code: sees_all or code in own


def thresholds_of(plan: Plan, source: Source) -> dict:
    """Those that were printed, where it is an edition."""
    today = {"red_below": plan.red_below, "green_from": plan.green_from}
    return today if source.is_live else source.data["thresholds"]


def query_of(form: DashboardForm) -> str:
    """The same question, for a link from this page."""
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    plan = {"plan": form.data["plan"]} if form.data.get("plan") else {}
    return urlencode({**plan, **chosen})


def narrowed(form: DashboardForm) -> str:
    """What a page of rows is asked with: who and when, for the activity is its own address."""
    kept = ("vista", "quien", "semestre")
    return urlencode(
        {name: form.cleaned_data[name] for name in kept if form.cleaned_data.get(name)}
    )


def about(source: Source, form: DashboardForm) -> list[tuple[str, str]]:
    """What the first sheet says of any table of these figures."""
    lines = [
        (_("Plan"), source.plan.title),
        (_("Edición del plan"), str(source.plan_edition or _("ninguna publicada"))),
        (_("Año"), str(source.year)),
        *form.in_words(),
        (_("Datos"), origin_of(source)),
        (_("Descargado el"), f"{timezone.localtime():%d/%m/%Y %H:%M}"),
    ]
    if source.plan.is_demonstration:
        lines.append((_("Aviso"), _("Demostración: los datos son inventados.")))
    return lines


def origin_of(source: Source) -> str:
    if source.edition is None:
        return _("Informes semestrales validados, como estaban en ese momento")
    return _("%(report)s, publicado el %(day)s") % {
        "report": source.edition,
        "day": f"{timezone.localtime(source.edition.published_at):%d/%m/%Y}",
    }
