"""The review of the risks in a semester: until when it is written, and writing it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder
from plan.models import Plan, Semester
from risks.models import Risk, RiskReview
from risks.models.matrix import RiskQuerySet
from risks.permissions import can_review


@dataclass(frozen=True)
class Said:
    """What a review says of a risk; without a level it says nothing yet."""

    level: str = ""
    happened: bool = False
    response: str = ""


@dataclass(frozen=True)
class Change:
    """What a page showed of a risk, and what the person made of it."""

    read: Said
    said: Said

    @property
    def touched(self) -> list[str]:
        return differing(self.read, self.said)


@dataclass(frozen=True)
class Conflict:
    """A risk of which somebody else saved other values in the meantime."""

    risk: Risk
    saved: RiskReview
    said: Said
    fields: list[str]


Row = tuple[Risk, RiskReview | None, Change]


class ReviewDenied(Exception):
    """The message is written for the person who tried to save."""


class Stale(ReviewDenied):
    def __init__(self, conflicts: list[Conflict]):
        self.conflicts = conflicts
        super().__init__(_("Mientras usted escribía se guardó una versión más nueva."))


def said_in(review: RiskReview | None) -> Said:
    if review is None:
        return Said()
    return Said(level=review.level, happened=review.happened, response=review.response)


def differing(one: Said, other: Said) -> list[str]:
    values = asdict(other)
    return [name for name, value in asdict(one).items() if value != values[name]]


def faults(said: Said, *, is_reviewed: bool) -> dict[str, str]:
    """What keeps a review from being saved, by field."""
    if not said.level and is_reviewed:
        return {"level": _("Este riesgo ya está revisado: deje un nivel.")}
    if not said.level and said != Said():
        return {"level": _("Elija el nivel: sin él no se guarda lo que escribió de este riesgo.")}
    if said.happened and not said.response:
        return {"response": _("Si el riesgo se presentó, diga qué pasó y qué se hizo.")}
    return {}


# When


def last_day_to_write(semester: Semester) -> datetime.date:
    """A review is written from the semester's first day until a year after its last."""
    return semester.end.replace(year=semester.end.year + 1)


def has_begun(semester: Semester) -> bool:
    return semester.start <= timezone.localdate()


def is_writable(semester: Semester) -> bool:
    return has_begun(semester) and timezone.localdate() <= last_day_to_write(semester)


def when_written(semester: Semester) -> str:
    """Until when the review is open, or since when it is not."""
    last = date_format(last_day_to_write(semester), "DATE_FORMAT")
    if not has_begun(semester):
        return _("El semestre todavía no empieza; se revisa desde su primer día.")
    if is_writable(semester):
        return _("Puede escribirla y corregirla hasta el %(last)s.") % {"last": last}
    return _(
        "Se cerró el %(last)s, un año después del fin del semestre: se lee y ya no se cambia."
    ) % {"last": last}


# What


def day_of_review(semester: Semester) -> datetime.date:
    """A risk is asked for that is still in force on the last day, or today where it is to come."""
    return min(semester.end, timezone.localdate())


def risks_to_review(semester: Semester) -> RiskQuerySet:
    return semester.plan.risks.in_force(day_of_review(semester))


# Writing


@transaction.atomic
def save_reviews(
    semester: Semester, *, of: str, changes: Mapping[str, Change], by: Membership | None
) -> list[RiskReview]:
    """Save what was changed of each risk, by its code; all of it, or nothing.

    `of` is the code of the stakeholder whose review the person read. What was not touched stays
    as it is saved. Returns the reviews that changed. Raises ReviewDenied, Stale.
    """
    Plan.objects.select_for_update().get(pk=semester.plan_id)
    membership = lock_for_review(semester, of=of, by=by)
    risks = {risk.code: risk for risk in risks_to_review(semester)}
    saved = saved_reviews(semester, membership.stakeholder)
    touched = {code: change for code, change in changes.items() if change.touched}
    if gone := sorted(set(touched) - set(risks)):
        raise ReviewDenied(
            _("Ya no se revisa en este semestre: %(codes)s.") % {"codes": ", ".join(gone)}
        )
    rows = [(risks[code], saved.get(risks[code].pk), change) for code, change in touched.items()]
    refuse_wrong(rows)
    if conflicts := [found for row in rows if (found := conflict_in(*row))]:
        raise Stale(conflicts)
    written = [write(risk, review, change, semester, membership) for risk, review, change in rows]
    return [review for review in written if review is not None]


def lock_for_review(semester: Semester, *, of: str, by: Membership | None) -> Membership:
    """The writer's hat as it is now. Raises ReviewDenied."""
    membership = Membership.objects.current_of(by)
    if membership is None or not can_review(membership):
        raise ReviewDenied(_("Usted ya no revisa riesgos por esta parte interesada."))
    if membership.stakeholder.code != of:
        raise ReviewDenied(
            _(
                "Esta página no se abrió por %(stakeholder)s, por quien usted actúa ahora. Cambie"
                " de representación para guardarla, o ábrala de nuevo."
            )
            % {"stakeholder": membership.stakeholder}
        )
    if not is_writable(semester):
        raise ReviewDenied(when_written(semester))
    return membership


def saved_reviews(semester: Semester, stakeholder: Stakeholder) -> dict[int, RiskReview]:
    reviews = RiskReview.objects.filter(semester=semester, stakeholder=stakeholder)
    return {review.risk_id: review for review in reviews.select_related("risk", "reviewed_by")}


def merged(review: RiskReview | None, change: Change) -> Said:
    """What is saved, with what the person changed on top."""
    if review is None:
        return change.said
    said = asdict(change.said)
    return replace(said_in(review), **{name: said[name] for name in change.touched})


def refuse_wrong(rows: Iterable[Row]) -> None:
    """What the person alone got wrong; raises ReviewDenied."""
    for risk, review, change in rows:
        wrong = faults(change.said, is_reviewed=review is not None)
        if wrong and change.read == said_in(review):
            raise ReviewDenied(f"{risk.code}: {' '.join(wrong.values())}")


def conflict_in(risk: Risk, review: RiskReview | None, change: Change) -> Conflict | None:
    """Where both changed the same field, or the two changes make no review together."""
    if review is None:
        return None
    saved = said_in(review)
    wrong = faults(merged(review, change), is_reviewed=True)
    both = change.touched if wrong else set(change.touched) & set(differing(change.read, saved))
    fields = [name for name in differing(saved, change.said) if name in both]
    return Conflict(risk, review, change.said, fields) if fields else None


def write(
    risk: Risk,
    review: RiskReview | None,
    change: Change,
    semester: Semester,
    membership: Membership,
) -> RiskReview | None:
    """The review as it now is; None where that was saved already."""
    said = merged(review, change)
    if said == said_in(review):
        return None
    if review is None:
        review = RiskReview(
            risk=risk, semester=semester, stakeholder=membership.stakeholder, version=0
        )
    review.level, review.happened, review.response = said.level, said.happened, said.response
    review.version += 1
    review.reviewed_at, review.reviewed_by = timezone.now(), membership.user
    review.save()
    return review
