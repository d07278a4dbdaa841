"""The visto bueno: proposals of metas are confirmed or discarded, each as it was seen."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, StakeholderKind
from plan.models import Plan, Target, TargetSource, TargetState
from plan.permissions import can_confirm, can_discard
from plan.targets import (
    NOWHERE,
    Key,
    Refusal,
    TargetsRefused,
    fixed_targets,
    is_retired,
    key_of,
    of_coordination,
    place_of,
    plain,
    said,
)

REASON_LENGTH = 100


def seen_as(target: Target) -> str:
    """What somebody who decides has seen; another one means that it changed since."""
    return f"{target.state}-{said(target).version}"


@transaction.atomic
def confirm(plan: Plan, *, seen: Mapping[int, str], by: Membership | None) -> list[Target]:
    """Put these proposals in force, each as it was seen; what each replaces is discarded."""
    targets, by = decidable(plan, seen, by)
    fixed = fixed_targets(plan)
    refuse({target: refusal_to_confirm(target, fixed, by) for target in targets})
    for target in targets:
        discard_replaced(target, by)
        settle(target, TargetState.CONFIRMED, by)
    return targets


@transaction.atomic
def discard(
    plan: Plan, *, seen: Mapping[int, str], reason: str, by: Membership | None
) -> list[Target]:
    """Discard these metas, each as it was seen; the reason stays in their history."""
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise TargetsRefused([no_reason()])
    targets, by = decidable(plan, seen, by)
    fixed = fixed_targets(plan)
    refuse({target: refusal_to_discard(target, fixed, by) for target in targets})
    for target in targets:
        settle_discarded(target, reason, by)
    return targets


def decidable(
    plan: Plan, seen: Mapping[int, str], by: Membership | None
) -> tuple[list[Target], Membership | None]:
    """Under the plan's lock: those metas, none changed since it was seen, and the hat as it is."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    targets = [target for target in decided_by_hand(plan) if seen.get(target.pk) == seen_as(target)]
    if missing := len(seen) - len(targets):
        raise TargetsRefused([unseen_change(missing)])
    return targets, Membership.objects.current_of(by)


def decided_by_hand(plan: Plan) -> QuerySet[Target]:
    """What can be decided: proposals, and what is in force."""
    return (
        Target.objects.of_plan(plan)
        .exclude(state=TargetState.DISCARDED)
        .select_related("measure__indicator__activity", "stakeholder")
    )


def unseen_change(missing: int) -> Refusal:
    sentence = _(
        "%(missing)s de las que eligió cambió o ya se decidió después de que usted abriera la"
        " página. No se decidió nada: revise la lista y elija de nuevo."
    ) % {"missing": missing}
    return Refusal(NOWHERE, _("Visto bueno"), sentence)


def no_reason() -> Refusal:
    sentence = _("Diga por qué se descarta, en %(length)s caracteres o menos.") % {
        "length": REASON_LENGTH
    }
    return Refusal(NOWHERE, _("Motivo"), sentence)


def refuse(sentences: Mapping[Target, str]) -> None:
    """All together, where any has a sentence against it."""
    holders = {each.stakeholder.code: each.stakeholder for each in sentences if each.stakeholder}
    refusals = [
        Refusal(key_of(target), place_of(key_of(target), holders), sentence)
        for target, sentence in sentences.items()
        if sentence
    ]
    if refusals:
        raise TargetsRefused(refusals)


def refusal_to_confirm(target: Target, fixed: set[Key], by: Membership | None) -> str:
    if target.state != TargetState.PROPOSED:
        return _("Ya está confirmada.")
    if key_of(target) in fixed:
        return _("La meta vigente es de un periodo terminado; ya no se reemplaza.")
    if is_retired(target.measure):
        return _("La medida o su actividad está retirada: descarte la propuesta.")
    if target.stakeholder and target.stakeholder.kind == StakeholderKind.PRESIDENCY:
        return of_coordination()
    if not can_confirm(by, target):
        return who_confirms(target)
    return ""


def who_confirms(target: Target) -> str:
    if target.source == TargetSource.IMPLIED:
        return _("La confirma la Presidencia o la Secretaría Técnica.")
    return _("La confirma la Presidencia.")


def refusal_to_discard(target: Target, fixed: set[Key], by: Membership | None) -> str:
    if target.state == TargetState.CONFIRMED and key_of(target) in fixed:
        return _("Es de un periodo terminado y está en la edición publicada; ya no se descarta.")
    if not can_discard(by, target):
        return who_discards(target)
    return ""


def who_discards(target: Target) -> str:
    if target.state == TargetState.PROPOSED or target.source == TargetSource.IMPLIED:
        return _("La descarta la Presidencia o la Secretaría Técnica.")
    return _("Está vigente: la descarta la Presidencia.")


def discard_replaced(target: Target, by: Membership) -> None:
    in_force = same_place(target).filter(state=TargetState.CONFIRMED).first()
    if in_force:
        reason = _("La reemplaza la meta de %(value)s.") % {"value": plain(target.value)}
        settle_discarded(in_force, reason, by)


def settle_discarded(target: Target, reason: str, by: Membership) -> None:
    """One discarded row stays in each place; the older one stays in the history."""
    for older in same_place(target).filter(state=TargetState.DISCARDED):
        older.delete()
    target._change_reason = reason
    settle(target, TargetState.DISCARDED, by)


def same_place(target: Target) -> QuerySet[Target]:
    return Target.objects.filter(
        measure=target.measure, stakeholder=target.stakeholder, year=target.year
    ).exclude(pk=target.pk)


def settle(target: Target, state: TargetState, by: Membership) -> None:
    target.state = state
    target.decided_at, target.decided_by = timezone.now(), by.user
    target.save()
