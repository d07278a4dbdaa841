"""The tables of a plan with its risks as files: taken away, and brought back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import acts_for_secretariat
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Sheet, Unreadable
from plan.exchange import Outcome
from plan.forms.exchange import TablesForm
from plan.models import Plan, PlanUpload
from plan.plans import find_plan
from plan.views.page import plan_page
from risks import exchange
from risks.exchange import Refused

WHOLE_ENDINGS = ["xlsx", "ods", "zip", "json"]
TABLE_ENDINGS = ["xlsx", "ods", "csv", "json"]
MOST_FAULTS = 200


def tables(request, code):
    """The list of the tables; the Secretaría also brings them back here."""
    plan = find_plan(request, code)
    if request.method != "POST":
        return show_tables(request, plan, TablesForm())
    form = TablesForm(request.POST, request.FILES)
    refuse_others(request)
    if not form.is_valid():
        return show_tables(request, plan, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = exchange.bring(name=file.name, content=file.read(), by=request.membership)
    except (Refused, Unreadable) as refused:
        form.add_error("file", str(refused))
        return show_tables(request, plan, form, status=422)
    return redirect("whole_plan:exchange_preview", code, upload.key)


def refuse_others(request) -> None:
    if not acts_for_secretariat(request.membership):
        raise PermissionDenied


def show_tables(request, plan: Plan, form: TablesForm, *, status=200):
    context = {
        "title": _("Datos"),
        "tables": exchange.table_names(),
        "whole_endings": WHOLE_ENDINGS,
        "table_endings": TABLE_ENDINGS,
        "form": form,
        "may_bring": acts_for_secretariat(request.membership),
    }
    return plan_page(request, plan, "plan/exchange.html", context, status=status)


@require_safe
def whole(request, code, ending):
    plan = find_plan(request, code)
    if ending not in WHOLE_ENDINGS:
        raise Http404
    return as_file(exchange.whole_sheets(plan), plan.code, ending)


@require_safe
def table(request, code, name, ending):
    plan = find_plan(request, code)
    found = exchange.find_table(name)
    if found is None or ending not in TABLE_ENDINGS:
        raise Http404
    return as_file([exchange.table_sheet(found, plan)], f"{plan.code}-{name}", ending)


def as_file(sheets: list[Sheet], name: str, ending: str) -> HttpResponse:
    response = HttpResponse(files.write(sheets, ending), content_type=files.KINDS[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def own_upload(request, key) -> PlanUpload:
    refuse_others(request)
    return get_object_or_404(PlanUpload, key=key, uploaded_by=request.user)


@require_safe
def preview(request, code, key):
    plan = find_plan(request, code)
    upload = own_upload(request, key)
    if upload.applied_at:
        return already_applied(request, plan)
    try:
        outcome = exchange.check(upload, by=request.membership)
    except (Refused, Unreadable) as refused:
        return refuse(request, plan, refused)
    return show_preview(request, plan, upload, outcome)


def apply(request, code, key):
    plan = find_plan(request, code)
    upload = own_upload(request, key)
    if request.method != "POST":
        return redirect("whole_plan:exchange_preview", code, key)
    shown = request.POST.get("shown", "")
    try:
        outcome = exchange.apply(upload, shown=shown, by=request.membership)
    except (Refused, Unreadable) as refused:
        return refuse(request, plan, refused)
    if not outcome.is_applied:
        return show_preview(request, plan, upload, outcome, is_other=True, status=409)
    messages.success(request, _("Los cambios del archivo están guardados."))
    return redirect(first_plan(outcome, plan))


def first_plan(outcome: Outcome, plan: Plan) -> Plan:
    """A plan that began with the file is what one wants to see."""
    return next((one.plan for one in outcome.plans if one.is_new), plan)


def already_applied(request, plan: Plan):
    messages.success(request, _("Los cambios de este archivo ya están guardados."))
    return redirect(plan)


def refuse(request, plan: Plan, refused: Exception):
    """Since it was brought, something happened that makes it useless."""
    form = TablesForm(data={})
    form.errors.clear()
    form.add_error("file", str(refused))
    return show_tables(request, plan, form, status=409)


def show_preview(
    request, plan: Plan, upload: PlanUpload, outcome: Outcome, *, is_other=False, status=200
):
    context = {
        "title": _("Qué cambia"),
        "parents": [(_("Datos"), reverse("whole_plan:exchange", args=[plan.code]))],
        "upload": upload,
        "outcome": outcome,
        "faults": outcome.faults[:MOST_FAULTS],
        "is_other": is_other,
    }
    return plan_page(request, plan, "plan/exchange_preview.html", context, status=status)
