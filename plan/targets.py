"""Metas: the Secretaría proposes them, and only a confirmed one is compared with what was done.

A new value waits as a proposal beside the one in force until `plan.decisions` decides it. What
the last published edition confirms for a year that has ended is no longer changed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder, StakeholderKind
from plan.models import Kind, Measure, Plan, Target, TargetSource, TargetState

LIMIT = Decimal(10) ** 12
CENT = Decimal("0.01")
TOLD_LENGTH = 50
"""Of the words of a source, in a sentence beside a cell."""


class Key(NamedTuple):
    """Where a meta stands: without a holder the region's, without a year the whole plan's."""

    measure: str
    holder: str | None
    year: int | None


NOWHERE = Key("", None, None)


@dataclass(frozen=True)
class Proposal:
    value: Decimal
    source: str
    source_note: str
    dated: date

    @property
    def told(self) -> str:
        return plain(self.value)

    @property
    def told_whole(self) -> str:
        """With its source: 5 (acta, Acta 3, 01/03/2026)."""
        day = date_format(self.dated, "SHORT_DATE_FORMAT")
        note = Truncator(self.source_note).chars(TOLD_LENGTH)
        source = [str(TargetSource(self.source).label), note, day]
        return f"{self.told} ({', '.join(filter(None, source))})"

    @property
    def version(self) -> str:
        """Another one means that its value or its source is another."""
        words = f"{self.value:.2f}|{self.source}|{self.source_note}|{self.dated}"
        return hashlib.sha256(words.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Refusal:
    """Why one meta was not changed; `place` says which in words."""

    key: Key
    place: str
    sentence: str

    def __str__(self):
        return f"{self.place}: {self.sentence}"


class TargetsRefused(Exception):
    """Nothing was written; each refusal is a sentence for the person."""

    def __init__(self, refusals: list[Refusal]):
        super().__init__(" ".join(map(str, refusals)))
        self.refusals = refusals


@dataclass(frozen=True)
class TargetChange:
    """The proposal that waited and the one that waits now, beside what is in force."""

    key: Key
    place: str
    in_force: Proposal | None
    old: Proposal | None
    new: Proposal | None


@dataclass(frozen=True)
class State:
    """What a change of metas has to know, read at once."""

    plan: Plan
    measures: dict[str, Measure]
    holders: dict[str, Stakeholder]
    presidency: set[str]
    confirmed: dict[Key, Target]
    proposed: dict[Key, Target]
    implied: dict[Key, set[Decimal]]
    fixed: set[Key]
    is_published: bool

    def place(self, key: Key) -> str:
        return place_of(key, self.holders)

    def shown(self, key: Key) -> Proposal | None:
        """What a cell shows: the proposal that waits, else what is in force."""
        target = self.proposed.get(key) or self.confirmed.get(key)
        return said(target) if target else None

    def refusal(self, key: Key, proposal: Proposal | None) -> str:
        """Why this cannot be written there; "" where it can."""
        if unknown := self.unknown(key):
            return unknown
        if self.withdraws(key, proposal):
            return ""
        if locked := self.locked(key):
            return locked
        if proposal is None:
            return _("Está vigente: se descarta en «Visto bueno», no vaciando la celda.")
        return (
            refusal_of_value(proposal.value)
            or self.not_whole(key, proposal)
            or not_yet(proposal)
            or self.not_implied(key, proposal)
        )

    def not_whole(self, key: Key, proposal: Proposal) -> str:
        """Only money has parts; people, countries and documents have none."""
        is_money = self.measures[key.measure].kind == Kind.AMOUNT
        if is_money or proposal.value == proposal.value.to_integral_value():
            return ""
        return _("Esta medida se cuenta en números enteros.")

    def unknown(self, key: Key) -> str:
        if key.measure not in self.measures:
            return _("El plan no tiene la medida %(code)s.") % {"code": key.measure}
        if key.holder in self.presidency:
            return of_coordination()
        if key.holder and not self.asks(self.measures[key.measure], key.holder):
            return _("La medida no se le pide a esta parte interesada.")
        if key.year and key.year not in self.plan.years:
            years = {"start": self.plan.years[0], "end": self.plan.years[-1]}
            return _("El plan va de %(start)s a %(end)s.") % years
        return ""

    def locked(self, key: Key) -> str:
        """Why no other value is proposed there, whatever it is."""
        if self.is_published and is_retired(self.measures[key.measure]):
            return _("La medida o su actividad está retirada; sus metas ya no cambian.")
        if key in self.fixed:
            return _("Su periodo ya terminó y la edición publicada la tiene; ya no cambia.")
        return ""

    def not_implied(self, key: Key, proposal: Proposal) -> str:
        """The Secretaría confirms what the text implies, so no new number is said to be that."""
        if not self.is_published or proposal.source != TargetSource.IMPLIED:
            return ""
        if proposal.value in self.implied.get(key, set()):
            return ""
        return _(
            "«Implícita en el texto» vale solo para el número que ya consta así en esta celda."
            " Elija el acta o el Plan Operativo de donde sale este."
        )

    def may_be_implied(self, keys: Iterable[Key]) -> bool:
        """Whether any number there can still have the text of the plan as its source."""
        return not self.is_published or any(key in self.implied for key in keys)

    def asks(self, measure: Measure, holder: str) -> bool:
        return holder in self.holders and measure.is_asked_of(self.holders[holder])

    def withdraws(self, key: Key, proposal: Proposal | None) -> bool:
        return key in self.proposed and (proposal is None or self.is_in_force(key, proposal))

    def is_new(self, key: Key, proposal: Proposal | None) -> bool:
        """Whether writing it would change anything."""
        if proposal is None:
            return key in self.confirmed or key in self.proposed
        waiting, in_force = self.proposed.get(key), self.confirmed.get(key)
        if waiting is None:
            return in_force is None or said(in_force) != proposal
        return said(waiting) != proposal

    def is_in_force(self, key: Key, proposal: Proposal) -> bool:
        return key in self.confirmed and said(self.confirmed[key]) == proposal

    def change(self, key: Key, proposal: Proposal | None) -> TargetChange:
        in_force, waiting = self.confirmed.get(key), self.proposed.get(key)
        return TargetChange(
            key=key,
            place=self.place(key),
            in_force=said(in_force) if in_force else None,
            old=said(waiting) if waiting else None,
            new=proposal if proposal and not self.is_in_force(key, proposal) else None,
        )


def not_yet(proposal: Proposal) -> str:
    if proposal.dated <= timezone.localdate():
        return ""
    return _("La fecha de la fuente todavía no llega; revísela.")


def refusal_of_value(value: Decimal) -> str:
    if value.is_nan() or value.is_infinite():
        return _("No es un número.")
    if value < 0:
        return _("Una meta no puede ser negativa.")
    if value >= LIMIT:
        return _("Este número es demasiado grande; revíselo.")
    if value != value.quantize(CENT):
        return _("Escriba dos decimales como máximo.")
    return ""


def of_coordination() -> str:
    return _(
        "La Presidencia no tiene metas aparte: las de la coordinación regional se ponen una sola"
        " vez, en «Coordinación regional» (Secretaría Técnica)."
    )


def is_retired(measure: Measure) -> bool:
    return measure.is_retired or measure.indicator.activity.is_retired


def said(target: Target) -> Proposal:
    return Proposal(target.value, target.source, target.source_note, target.dated)


def key_of(target: Target) -> Key:
    holder = target.stakeholder.code if target.stakeholder else None
    return Key(target.measure.code, holder, target.year)


def plain(value: Decimal) -> str:
    """Without the zeros that say nothing: 3, or 2,5."""
    return str(localize(Decimal(f"{value.normalize():f}")))


def place_of(key: Key, holders: Mapping[str, Stakeholder]) -> str:
    is_known = key.holder is None or key.holder in holders
    who = holder_name(holders.get(key.holder)) if is_known else key.holder
    return f"{key.measure} · {who} · {key.year or _('todo el plan')}"


def holder_name(holder: Stakeholder | None) -> str:
    """The Secretaría holds the metas of the coordination, as it files its joint report."""
    if holder is None:
        return _("la región")
    if holder.kind == StakeholderKind.SECRETARIAT:
        return _("Coordinación regional")
    return str(holder)


def possible_holders() -> dict[str, Stakeholder]:
    """Who may be asked for a measure: the regional coordination, once, and the countries."""
    kinds = [StakeholderKind.SECRETARIAT, StakeholderKind.COUNTRY]
    return {holder.code: holder for holder in Stakeholder.objects.filter(kind__in=kinds)}


def state_of(plan: Plan) -> State:
    measures = Measure.objects.of_plan(plan).select_related("indicator__activity")
    targets = Target.objects.of_plan(plan).select_related(
        "stakeholder", "measure__indicator__activity"
    )
    live: dict[str, dict[Key, Target]] = {state: {} for state in TargetState.values}
    implied: dict[Key, set[Decimal]] = {}
    for target in targets:
        live[target.state][key_of(target)] = target
        if target.source == TargetSource.IMPLIED:
            implied.setdefault(key_of(target), set()).add(target.value)
    presidency = Stakeholder.objects.filter(kind=StakeholderKind.PRESIDENCY)
    return State(
        plan=plan,
        measures={measure.code: measure for measure in measures},
        holders=possible_holders(),
        presidency=set(presidency.values_list("code", flat=True)),
        confirmed=live[TargetState.CONFIRMED],
        proposed=live[TargetState.PROPOSED],
        implied=implied,
        fixed=fixed_targets(plan),
        is_published=plan.editions.exists(),
    )


def fixed_targets(plan: Plan) -> set[Key]:
    """Those that the last published edition confirms for a year, or a plan, that has ended."""
    edition = plan.editions.order_by("-number").first()
    if edition is None:
        return set()
    return {
        Key(measure["code"], target["stakeholder"], target["year"])
        for activity in edition.activities.values()
        for measure in (activity["indicator"] or {"measures": []})["measures"]
        for target in measure["targets"]
        if target["state"] == TargetState.CONFIRMED and has_ended(plan, target["year"])
    }


def has_ended(plan: Plan, year: int | None) -> bool:
    today = timezone.localdate()
    return plan.end < today if year is None else year < today.year


Values = Mapping[Key, Proposal | None]
Seen = Mapping[Key, str]
"""The version of what each cell showed, "" where it showed nothing."""


def differences(plan: Plan, *, values: Values, seen: Seen | None = None) -> list[TargetChange]:
    """What would change, written nowhere; TargetsRefused as when writing."""
    return differences_from(state_of(plan), values, seen or {})


def differences_from(state: State, values: Values, seen: Seen) -> list[TargetChange]:
    wanted = {key: value for key, value in values.items() if state.is_new(key, value)}
    refusals = [
        Refusal(key, state.place(key), why)
        for key, proposal in wanted.items()
        if (why := conflict(state, key, proposal, seen) or state.refusal(key, proposal))
    ]
    if refusals:
        raise TargetsRefused(refusals)
    return [state.change(key, proposal) for key, proposal in wanted.items()]


def conflict(state: State, key: Key, proposal: Proposal | None, seen: Seen) -> str:
    """What somebody else wrote after the person saw the cell, be it only another source."""
    saved = state.shown(key)
    if key not in seen or seen[key] == version_of(saved):
        return ""
    if saved and proposal and saved.value == proposal.value:
        return _(
            "Entretanto otra persona guardó aquí %(saved)s. Queda así, salvo que lo envíe de nuevo"
            " con la casilla «Poner esta fuente también» marcada."
        ) % {"saved": saved.told_whole}
    return _(
        "Entretanto otra persona guardó %(saved)s y usted escribió %(typed)s. Si vale lo suyo,"
        " envíelo de nuevo; si no, escriba lo guardado."
    ) % {
        "saved": saved.told_whole if saved else _("vacío"),
        "typed": proposal.told if proposal else _("vacío"),
    }


def version_of(shown: Proposal | None) -> str:
    return shown.version if shown else ""


@transaction.atomic
def propose(plan: Plan, *, values: Values, seen: Seen | None = None) -> list[TargetChange]:
    """Write each value as a proposal, the one that waits included; None withdraws it.

    The value in force, said again, withdraws what was proposed instead of it. A cell of `seen`
    is refused where it no longer shows what the person saw.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    state = state_of(plan)
    changes = differences_from(state, values, seen or {})
    for change in changes:
        write(state, change.key, values[change.key])
    return changes


def write(state: State, key: Key, proposal: Proposal | None) -> None:
    waiting = state.proposed.get(key)
    if state.withdraws(key, proposal):
        waiting.delete()
        return
    target = waiting or Target(
        measure=state.measures[key.measure],
        stakeholder=state.holders[key.holder] if key.holder else None,
        year=key.year,
    )
    target.value, target.source = proposal.value, proposal.source
    target.source_note, target.dated = proposal.source_note, proposal.dated
    target.save()
