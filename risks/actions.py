"""The actions of their own that answer a risk: planned by the Secretaría, done by their owner."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corett.accounts import changes
from corett.accounts.models import Membership, Stakeholder
from plan.models import Plan
from risks.models import MitigationAction, Risk
from risks.permissions import can_finish, can_plan_actions, can_remove


class ActionDenied(Exception):
    """The message is written for the person who tried to save."""


class Stale(ActionDenied):
    """Somebody saved a newer version; `saved` is what stands in the database."""

    def __init__(self, saved: MitigationAction):
        self.saved = saved
        super().__init__(_("Mientras usted escribía se guardó una versión más nueva."))


def seen(action: MitigationAction) -> str:
    """The version of an action: it grows with every change."""
    return changes.version([MitigationAction.history.filter(id=action.pk)])


def wrong_due_date(risk: Risk, due_on: datetime.date) -> str:
    """The sentence for a date outside the plan; empty for one within."""
    plan = risk.plan
    if plan.start <= due_on <= plan.end:
        return ""
    return _("Escriba una fecha del plan: del %(start)s al %(end)s.") % {
        "start": date_format(plan.start, "DATE_FORMAT"),
        "end": date_format(plan.end, "DATE_FORMAT"),
    }


def wrong_done_date(risk: Risk, done_on: datetime.date) -> str:
    if done_on > timezone.localdate():
        return _("Esta fecha está en el futuro. Diga cuándo se hizo.")
    if done_on < risk.plan.start:
        return _("Esta fecha es anterior al plan; revise el año.")
    return ""


@transaction.atomic
def add_action(
    risk: Risk, *, statement: str, owner: Stakeholder, due_on: datetime.date, by: Membership | None
) -> MitigationAction:
    """Give the risk one more action, under a number that no other ever had.

    The same one again, from a request that was repeated, is added once. Raises ActionDenied.
    """
    lock(risk)
    planner(by)
    if risk.is_retired:
        raise ActionDenied(_("El riesgo está retirado: ya no recibe acciones nuevas."))
    refuse(wrong_due_date(risk, due_on))
    values = {"statement": statement, "owner": owner, "due_on": due_on}
    twin = risk.actions.filter(**values, done_on=None).first()
    return twin or risk.actions.create(order=next_order(risk), **values)


def next_order(risk: Risk) -> int:
    """After every number in its history, so that one that was removed is not used again."""
    last = MitigationAction.history.filter(risk=risk).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


@transaction.atomic
def change_action(
    action: MitigationAction,
    *,
    version: str,
    statement: str,
    owner: Stakeholder,
    due_on: datetime.date,
    by: Membership | None,
) -> MitigationAction:
    """Save over the version that the person had read. Raises ActionDenied, Stale."""
    lock(action.risk)
    planner(by)
    refuse(wrong_due_date(action.risk, due_on))
    saved = current(action)
    if seen(saved) != version:
        raise Stale(saved)
    saved.statement, saved.owner, saved.due_on = statement, owner, due_on
    saved.save()
    return saved


@transaction.atomic
def finish_action(
    action: MitigationAction, *, done_on: datetime.date, result: str, by: Membership | None
) -> MitigationAction:
    """Say that it was done, when, and what came of it. Raises ActionDenied."""
    lock(action.risk)
    saved = current(action)
    if not can_finish(Membership.objects.current_of(by), saved):
        raise ActionDenied(
            _("Solo quien la tiene a cargo, o la Secretaría Técnica, la da por hecha.")
        )
    if saved.done_on:
        raise ActionDenied(
            _("Ya consta como hecha el %(day)s.") % {"day": date_format(saved.done_on)}
        )
    refuse(wrong_done_date(saved.risk, done_on))
    refuse("" if result else _("Diga qué se logró."))
    saved.done_on, saved.result = done_on, result
    saved.save()
    return saved


@transaction.atomic
def remove_action(action: MitigationAction, *, by: Membership | None) -> None:
    """Take away what was not done; its history stays. Raises ActionDenied."""
    lock(action.risk)
    membership = planner(by)
    saved = current(action)
    if not can_remove(membership, saved):
        raise ActionDenied(_("Ya está hecha: queda como constancia de lo que se logró."))
    saved.delete()


def lock(risk: Risk) -> None:
    Plan.objects.select_for_update().get(pk=risk.plan_id)


def planner(by: Membership | None) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_plan_actions(membership):
        raise ActionDenied(_("Solo la Secretaría Técnica añade, cambia o quita acciones."))
    return membership


def current(action: MitigationAction) -> MitigationAction:
    rows = MitigationAction.objects.select_related("risk__plan", "owner")
    saved = rows.filter(pk=action.pk).first()
    if saved is None:
        raise ActionDenied(_("Alguien quitó esta acción entretanto."))
    return saved


def refuse(sentence: str) -> None:
    if sentence:
        raise ActionDenied(sentence)
