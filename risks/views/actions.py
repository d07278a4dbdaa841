from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from plan.views.page import plan_page
from risks import actions
from risks.forms.actions import ActionForm, FinishForm
from risks.models import MitigationAction, Risk
from risks.permissions import can_finish, can_plan_actions
from risks.views.parents import matrix_crumb, risk_crumb


def the_risk(code, risk_code) -> Risk:
    risks = Risk.objects.select_related("plan", "type")
    return get_object_or_404(risks, plan__code=code, code=risk_code)


def the_action(code, risk_code, order) -> MitigationAction:
    rows = MitigationAction.objects.select_related("risk__plan", "owner")
    return get_object_or_404(rows, risk__plan__code=code, risk__code=risk_code, order=order)


def action_add(request, code, risk_code):
    risk = the_risk(code, risk_code)
    require(can_plan_actions(request.membership))
    if request.method != "POST":
        return show_action(request, ActionForm(risk=risk))
    form = ActionForm(request.POST, risk=risk)
    if not form.is_valid():
        return show_action(request, form, status=422)
    try:
        action = actions.add_action(risk, **written(form), by=request.membership)
    except actions.ActionDenied as denied:
        form.add_error(None, str(denied))
        return show_action(request, form, status=422)
    return saved_action(request, action, draft_of(form))


def action_change(request, code, risk_code, order):
    action = the_action(code, risk_code, order)
    require(can_plan_actions(request.membership))
    if request.method != "POST":
        return show_action(request, ActionForm(risk=action.risk, action=action))
    form = ActionForm(request.POST, risk=action.risk, action=action)
    if not form.is_valid():
        return show_action(request, form, status=422)
    return save_action(request, form)


def save_action(request, form: ActionForm):
    try:
        action = actions.change_action(
            form.action,
            version=form.cleaned_data["version"],
            **written(form),
            by=request.membership,
        )
    except actions.Stale as stale:
        return show_conflict(request, form, stale.saved)
    except actions.ActionDenied as denied:
        form.add_error(None, str(denied))
        return show_action(request, form, status=422)
    return saved_action(request, action, draft_of(form))


def show_conflict(request, form: ActionForm, saved: MitigationAction):
    """Both versions, for the person to choose; the same one twice is simply saved."""
    differences = form.differences_from(saved)
    if not differences:
        return saved_action(request, saved, draft_of(form))
    return show_action(request, form.rebased_on(saved), differences=differences, status=409)


def written(form: ActionForm) -> dict:
    return {name: form.cleaned_data[name] for name in ("statement", "owner", "due_on")}


def saved_action(request, action: MitigationAction, draft: str):
    messages.success(request, _("Guardada: acción %(code)s.") % {"code": action.code}, draft)
    return redirect(action)


def draft_of(form: ActionForm) -> str:
    """Under which name a browser keeps what was typed of the action."""
    return f"accion-riesgo/{form.risk.pk}/{form.action.order if form.action else 'nueva'}"


def show_action(request, form: ActionForm, *, differences=(), status=200):
    risk = form.risk
    title = _("Acción %(code)s") % {"code": form.action.code} if form.action else _("Nueva acción")
    context = {
        "risk": risk,
        "form": form,
        "differences": differences,
        "draft": draft_of(form),
        "title": title,
        "parents": [matrix_crumb(risk.plan), risk_crumb(risk)],
    }
    return plan_page(request, risk.plan, "risks/action_form.html", context, status=status)


def action_finish(request, code, risk_code, order):
    action = the_action(code, risk_code, order)
    require(can_finish(request.membership, action))
    if request.method != "POST":
        return show_finish(request, FinishForm(action=action))
    form = FinishForm(request.POST, action=action)
    if not form.is_valid():
        return show_finish(request, form, status=422)
    try:
        action = actions.finish_action(action, **form.cleaned_data, by=request.membership)
    except actions.ActionDenied as denied:
        form.add_error(None, str(denied))
        return show_finish(request, form, status=422)
    sentence = _("Hecha: acción %(code)s.") % {"code": action.code}
    messages.success(request, sentence, f"accion-riesgo/hecha/{action.pk}")
    return redirect(action)


def show_finish(request, form: FinishForm, *, status=200):
    return action_page(request, form.action, "risks/action_finish.html", {"form": form}, status)


def action_remove(request, code, risk_code, order):
    action = the_action(code, risk_code, order)
    require(can_plan_actions(request.membership))
    if request.method != "POST":
        return action_page(request, action, "risks/action_remove.html", {})
    try:
        actions.remove_action(action, by=request.membership)
    except actions.ActionDenied as denied:
        messages.error(request, str(denied))
    else:
        messages.success(request, _("Quitada: acción %(code)s.") % {"code": action.code})
    return redirect(action.risk)


def action_page(request, action: MitigationAction, template: str, context: dict, status=200):
    shared = {
        "action": action,
        "draft": f"accion-riesgo/hecha/{action.pk}",
        "title": action.code,
        "parents": [matrix_crumb(action.risk.plan), risk_crumb(action.risk)],
    }
    return plan_page(request, action.risk.plan, template, {**shared, **context}, status=status)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
