import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import ENDINGS, table_download
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring import findings
from monitoring.findings import FindingDenied
from monitoring.forms.findings import (
    CloseForm,
    FindingFilter,
    FindingForm,
    ReopenForm,
    ResultForm,
    StepForm,
)
from monitoring.forms.sorting import Order
from monitoring.models import Finding, ProgressReport
from monitoring.permissions import can_keep_findings, can_tell_result
from monitoring.reports import Stale
from monitoring.views.risks import named_plan
from plan.models import Plan

LATER = datetime.date.max
KEYS = {
    "numero": lambda one: (one.plan.code, one.number),
    "origen": lambda one: (one.source, one.number),
    "estado": lambda one: (one.state, one.number),
    "cargo": lambda one: (one.owner.order if one.owner else 10**6, one.number),
    "plazo": lambda one: (one.due_on or LATER, one.number),
    "fecha": lambda one: (one.found_on, one.number),
}


def visible_finding(request, pk) -> Finding:
    return get_object_or_404(Finding.objects.visible_to(request.user).for_listing(), pk=pk)


def kept_finding(request, pk) -> Finding:
    finding = visible_finding(request, pk)
    keeper(request)
    return finding


def keeper(request) -> None:
    if not can_keep_findings(request.membership):
        raise PermissionDenied


# The list


@require_safe
def finding_list(request):
    found = list(Finding.objects.visible_to(request.user).for_listing())
    form = FindingFilter(request.GET, found=found)
    order = Order(request.GET.get("orden", ""), KEYS, "numero")
    context = {
        "form": form,
        "findings": order.sorted(form.filter(found)),
        "total": len(found),
        "pending": sum(not one.is_closed for one in found),
        "overdue": sum(one.is_overdue for one in found),
        "headings": headings(order),
        "several_plans": len({one.plan_id for one in found}) > 1,
        "may_keep": can_keep_findings(request.membership),
        "endings": ENDINGS,
    }
    return render(request, "monitoring/finding_list.html", context)


def headings(order: Order) -> list:
    return [
        order.heading("numero", _("Hallazgo")),
        order.heading("origen", _("Origen")),
        order.heading("fecha", _("Fecha")),
        order.heading("cargo", _("A cargo de")),
        order.heading("plazo", _("Para cuándo")),
        order.heading("estado", _("Estado")),
    ]


@require_safe
def finding_file(request, ending):
    found = list(Finding.objects.visible_to(request.user).for_listing())
    form = FindingFilter(request.GET, found=found)
    order = Order(request.GET.get("orden", ""), KEYS, "numero")
    rows = order.sorted(form.filter(found))
    return table_download(
        [sheet_of_findings(request.user, rows)],
        about=about(rows, form),
        name="hallazgos",
        ending=ending,
    )


def about(found: list[Finding], form: FindingFilter) -> list[tuple[str, str]]:
    plans = {one.plan_id: one.plan for one in found} or {p.pk: p for p in Plan.objects.all()}
    lines = [(_("Qué es"), _("Hallazgos de evaluaciones y auditorías que usted puede leer"))]
    for plan in plans.values():
        edition = plan.editions.defer("content").first()
        number = str(edition.number) if edition else _("ninguna")
        lines += [(_("Plan"), str(plan)), (_("Edición del plan"), number)]
    lines += [
        (_("Leído el"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        (_("Filtro"), form.said),
    ]
    if any(plan.is_demonstration for plan in plans.values()):
        lines.append((_("Datos"), _("DEMOSTRACIÓN — datos inventados")))
    return lines


def sheet_of_findings(user, found: list[Finding]) -> Sheet:
    names = [
        _("Plan"),
        _("Hallazgo"),
        _("Origen"),
        _("Documento"),
        _("Fecha"),
        _("Sobre"),
        _("Texto"),
        _("Respuesta"),
        _("Qué se hará"),
        _("A cargo de"),
        _("Para cuándo"),
        _("Estado"),
        _("Vencido"),
        _("Qué se hizo"),
    ]
    return sheet_of(_("Hallazgos"), names, [row_of(user, one) for one in found])


def row_of(user, finding: Finding) -> list:
    return [
        finding.plan.code,
        finding.code,
        finding.get_source_display(),
        finding.source_title,
        finding.found_on,
        "; ".join(finding.about),
        finding.text,
        finding.response,
        finding.action,
        finding.owner.name if finding.owner else "",
        finding.due_on,
        finding.get_state_display(),
        _("sí") if finding.is_overdue else _("no"),
        finding.result if findings.shows_result(user, finding) else "",
    ]


# One finding


@require_safe
def finding_detail(request, pk):
    return show_finding(request, visible_finding(request, pk))


def show_finding(request, finding: Finding, *, forms=None, refusal="", status=200):
    user, membership = request.user, request.membership
    initial = {"version": finding.version, "result": finding.result}
    reads_history = findings.reads_history_of(user, finding)
    context = {
        "finding": finding,
        "may_keep": can_keep_findings(membership),
        "may_tell": can_tell_result(membership, finding),
        "cannot_start": findings.cannot_start(finding),
        "reads_report": reads_report(user, finding),
        "shows_result": findings.shows_result(user, finding),
        "changes": findings.history_of(finding) if reads_history else None,
        "reads_history": reads_history,
        "start": StepForm(initial=initial),
        "tell": ResultForm(initial=initial),
        "close": CloseForm(initial=initial),
        "reopen": ReopenForm(initial=initial),
        "refusal": refusal,
        "bound": list((forms or {}).values()),
        "draft": f"hallazgo/{finding.pk}/resultado",
        **(forms or {}),
    }
    return render(request, "monitoring/finding_detail.html", context, status=status)


def reads_report(user, finding: Finding) -> bool:
    if finding.report_id is None:
        return False
    return ProgressReport.objects.visible_to(user).filter(pk=finding.report_id).exists()


def finding_enter(request):
    keeper(request)
    plan = named_plan(request)
    finding = Finding(plan=plan)
    if request.method != "POST":
        return show_form(request, FindingForm(instance=finding, plan=plan))
    form = FindingForm(request.POST, instance=finding, plan=plan)
    if not form.is_valid():
        return show_form(request, form, status=422)
    try:
        entered = findings.enter_finding(form.instance, by=request.membership)
    except FindingDenied as denied:
        form.add_error(None, str(denied))
        return show_form(request, form, status=422)
    return saved(request, entered, _("Registrado: %(code)s."), draft_of(Finding(plan=plan)))


def finding_change(request, pk):
    finding = kept_finding(request, pk)
    if finding.is_closed:
        messages.error(request, _("Está cerrado; para cambiarlo, reábralo."))
        return redirect(finding)
    if request.method != "POST":
        return show_form(request, FindingForm(instance=finding, plan=finding.plan))
    form = FindingForm(request.POST, instance=finding, plan=finding.plan)
    if not form.is_valid():
        return show_form(request, form, status=422)
    return save_changes(request, finding, form)


def save_changes(request, finding: Finding, form: FindingForm):
    version = form.cleaned_data["version"]
    try:
        changed = findings.change_finding(form.instance, version=version, by=request.membership)
    except Stale as stale:
        newer = FindingForm(instance=stale.saved, plan=finding.plan)
        if different := form.differences_from(newer):
            conflict = {"differences": different, "saved": stale.saved}
            return show_form(request, form.rebased_on(newer), conflict=conflict, status=409)
        changed = stale.saved
    except FindingDenied as denied:
        form.add_error(None, str(denied))
        return show_form(request, form, status=422)
    return saved(request, changed, _("Guardado: %(code)s."), draft_of(finding))


def saved(request, finding: Finding, sentence: str, draft: str):
    messages.success(request, sentence % {"code": finding.code}, draft)
    return redirect(finding)


def draft_of(finding: Finding) -> str:
    """Under which name a browser keeps what was typed of it."""
    return f"hallazgo/{finding.pk or f'nuevo/{finding.plan_id}'}"


def show_form(request, form: FindingForm, *, conflict=None, status=200):
    finding = form.instance
    context = {
        "form": form,
        "finding": finding if finding.pk else None,
        "plan": form.plan,
        "conflict": conflict,
        "draft": draft_of(finding),
    }
    return render(request, "monitoring/finding_form.html", context, status=status)


# Moving it along


def finding_start(request, pk):
    return step(request, kept_finding(request, pk), StepForm, "start", findings.start_finding)


def finding_close(request, pk):
    return step(request, kept_finding(request, pk), CloseForm, "close", findings.close_finding)


def finding_reopen(request, pk):
    return step(request, kept_finding(request, pk), ReopenForm, "reopen", findings.reopen_finding)


def finding_result(request, pk):
    finding = visible_finding(request, pk)
    if not can_tell_result(request.membership, finding):
        raise PermissionDenied
    return step(request, finding, ResultForm, "tell", findings.tell_result)


def step(request, finding: Finding, form_class, name: str, verb):
    """One button of its page: done and told, or the page again with what was typed."""
    if request.method != "POST":
        return redirect(finding)
    form = form_class(request.POST)
    if not form.is_valid():
        return show_finding(request, finding, forms={name: form}, status=422)
    try:
        moved = verb(finding, **form.cleaned_data, by=request.membership)
    except Stale as stale:
        sentence = _("Mientras usted escribía cambió; léalo de nuevo. Lo que escribió sigue abajo.")
        form = form_class(rebased(request.POST, stale.saved))
        return show_finding(request, stale.saved, forms={name: form}, refusal=sentence, status=409)
    except FindingDenied as denied:
        return show_finding(request, finding, forms={name: form}, refusal=str(denied), status=422)
    sentence = _("%(code)s guardado. Estado: %(state)s.") % {
        "code": moved.code,
        "state": moved.get_state_display(),
    }
    messages.success(request, sentence, f"hallazgo/{finding.pk}/resultado")
    return redirect(moved)


def rebased(data, saved: Finding):
    data = data.copy()
    data["version"] = str(saved.version)
    return data
