"""How far each activity stands from what is due, and in which place that puts it.

Plain values in and out: no query, and no clock. Four numbers give from 0 to 3 points each,
and the activities are ranked by their sum:

- achievement: 3 below the red threshold of the plan, 2 below the green one, 1 below 100 %, 0 at
  it. «Sin dato» is no zero and gives 2, as what stands half-way, until somebody reports; «sin
  meta» is no zero and gives 1, because there is nothing to fall behind. Where only some measures
  can be compared, these decide, and what is unknown of the others leaves at least 1.
- semesters left, programmed or all where the cronograma is por capturar: 3 for one or none, 2 for
  two, 1 for three or four.
- countries that were asked and have no validated progress: 1 for some, 2 from a third on, 3 from
  two thirds on.
- open risks that it mitigates: 2 for each high one and 1 for each medium one, up to 3.

What lacks neither achievement nor country has no gap: time and risks add nothing to it. Equal
points are ranked by the smaller achievement, then «sin dato», then «sin meta»; then as the plan
orders them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.achievement import Thresholds, percent
from monitoring.models import Decision
from risks.models import Level

MOST = 3
"""Points that each of the four gives at most."""
ACCELERATE_FROM = 7
OF_RISK = {Level.HIGH: 2, Level.MEDIUM: 1}


class Basis(TextChoices):
    """What is known of the achievement."""

    MEASURED = "measured", gettext_lazy("con meta y dato")
    NO_DATA = "no_data", gettext_lazy("sin dato")
    NO_TARGET = "no_target", gettext_lazy("sin meta")
    NOT_PROGRAMMED = "not_programmed", gettext_lazy("no programado")


class Part(TextChoices):
    ACHIEVEMENT = "achievement", gettext_lazy("Cumplimiento")
    TIME = "time", gettext_lazy("Semestres que quedan")
    COUNTRIES = "countries", gettext_lazy("Países sin avance")
    RISKS = "risks", gettext_lazy("Riesgos abiertos")


@dataclass(frozen=True)
class MeasureFact:
    """A measure of the region: its share of its goal where both are known."""

    basis: Basis
    share: Fraction | None = None
    is_annual: bool = True


@dataclass(frozen=True)
class RiskFact:
    code: str
    level: Level


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an activity before a year that is to be prioritised."""

    code: str
    order: int
    measures: tuple[MeasureFact, ...] = ()
    left: tuple[str, ...] = ()
    is_captured: bool = True
    asked: int = 0
    missing: tuple[str, ...] = ()
    is_regional: bool = False
    risks: tuple[RiskFact, ...] = ()

    @property
    def known(self) -> list[Fraction]:
        """Each share up to 100 %."""
        shares = [one.share for one in self.measures if one.share is not None]
        return [min(share, Fraction(1)) for share in shares]

    @property
    def share(self) -> Fraction | None:
        return sum(self.known, Fraction()) / len(self.known) if self.known else None

    @property
    def basis(self) -> Basis:
        """Of measures that cannot be compared, what has no data tells first."""
        found = [one.basis for one in self.measures]
        order = (Basis.MEASURED, Basis.NO_DATA, Basis.NO_TARGET, Basis.NOT_PROGRAMMED)
        return next((basis for basis in order if basis in found), Basis.NO_TARGET)

    @property
    def unknown(self) -> int:
        """Of how many measures it cannot be said how far they are."""
        doubtful = (Basis.NO_DATA, Basis.NO_TARGET)
        return sum(one.basis in doubtful for one in self.measures)

    @property
    def open_risks(self) -> list[RiskFact]:
        return [risk for risk in self.risks if risk.level in OF_RISK]


@dataclass(frozen=True)
class Gap:
    facts: Facts
    thresholds: Thresholds
    points: dict[Part, int]
    place: int = 0
    of: int = 0

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def most(self) -> int:
        return MOST * len(Part)

    @property
    def percent(self) -> int | None:
        return percent(self.facts.share)

    @property
    def is_open(self) -> bool:
        return has_gap(self.points)

    @property
    def order(self) -> tuple:
        unknown = (Basis.MEASURED, Basis.NO_DATA, Basis.NO_TARGET, Basis.NOT_PROGRAMMED)
        share = Fraction(1) if self.facts.share is None else self.facts.share
        return (-self.total, unknown.index(self.facts.basis), share, self.facts.order)


def ranked(activities: Sequence[Facts], thresholds: Thresholds) -> list[Gap]:
    """The widest gap first; each says its place."""
    gaps = sorted((gap_of(one, thresholds) for one in activities), key=lambda gap: gap.order)
    return [
        Gap(gap.facts, thresholds, gap.points, place, len(gaps))
        for place, gap in enumerate(gaps, 1)
    ]


def gap_of(facts: Facts, thresholds: Thresholds) -> Gap:
    points = {
        Part.ACHIEVEMENT: points_of_achievement(facts, thresholds),
        Part.TIME: points_of_time(len(facts.left)),
        Part.COUNTRIES: points_of_countries(len(facts.missing), facts.asked),
        Part.RISKS: min(MOST, sum(OF_RISK[risk.level] for risk in facts.open_risks)),
    }
    if not has_gap(points):
        points |= {Part.TIME: 0, Part.RISKS: 0}
    return Gap(facts, thresholds, points)


def has_gap(points: dict[Part, int]) -> bool:
    return points[Part.ACHIEVEMENT] > 0 or points[Part.COUNTRIES] > 0


def points_of_achievement(facts: Facts, thresholds: Thresholds) -> int:
    if facts.share is None:
        return {Basis.NO_DATA: 2, Basis.NO_TARGET: 1}.get(facts.basis, 0)
    if facts.share * 100 < thresholds.red_below:
        return 3
    if facts.share * 100 < thresholds.green_from:
        return 2
    return 1 if facts.share < 1 or facts.unknown else 0


def points_of_time(left: int) -> int:
    if left <= 1:
        return 3
    if left == 2:
        return 2
    return 1 if left <= 4 else 0


def points_of_countries(missing: int, asked: int) -> int:
    if not missing:
        return 0
    if missing * 3 >= asked * 2:
        return 3
    return 2 if missing * 3 >= asked else 1


# What might be decided


@dataclass(frozen=True)
class Suggestion:
    """What the numbers alone would say; it decides nothing."""

    decision: Decision
    reason: str


def suggestion(gap: Gap) -> Suggestion:
    facts = gap.facts
    if not gap.is_open:
        return when_nothing_is_missing(facts)
    if not facts.left:
        return Suggestion(
            Decision.RESCHEDULE, _("Le falta avanzar y no le queda ningún semestre programado.")
        )
    if gap.total >= ACCELERATE_FROM:
        return Suggestion(
            Decision.ACCELERATE,
            _("Su brecha es de %(limit)d puntos o más.") % {"limit": ACCELERATE_FROM},
        )
    return Suggestion(
        Decision.KEEP, _("Su brecha es de menos de %(limit)d puntos.") % {"limit": ACCELERATE_FROM}
    )


def when_nothing_is_missing(facts: Facts) -> Suggestion:
    """A goal of the whole plan that is reached is done with; one of each year comes again."""
    measured = [one for one in facts.measures if one.basis == Basis.MEASURED]
    if measured and len(measured) == len(facts.measures) and not any(m.is_annual for m in measured):
        return Suggestion(Decision.CLOSE, _("Alcanzó su meta de todo el plan."))
    return Suggestion(Decision.KEEP, _("No le falta nada hasta ahora."))
