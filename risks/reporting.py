"""The risks as pages show them: Anexo 1's matrix, one risk, the sheet of a semester's review."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, TextChoices
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder, User
from plan.models import Activity, Plan, Semester
from risks.levels import Drawing, Point, draw, level_points
from risks.models import Level, Mitigation, MitigationAction, Risk, RiskReview, RiskType
from risks.models.matrix import RiskQuerySet
from risks.reviews import (
    Said,
    day_of_review,
    has_begun,
    is_writable,
    risks_to_review,
    said_in,
    saved_reviews,
    when_written,
)


class Coverage(TextChoices):
    """How far the plan's own activities mitigate a risk."""

    WHOLE = "whole", _("cubierto por el plan")
    PARTLY = "partly", _("cubierto en parte")
    NONE = "none", _("sin actividad en el plan")


@dataclass(frozen=True)
class RiskLine:
    risk: Risk
    mitigations: list[Mitigation]

    @property
    def coverage(self) -> Coverage:
        """What the activities that are in force cover."""
        partial = [one.is_partial for one in self.mitigations if not one.activity.is_retired]
        if not partial:
            return Coverage.NONE
        return Coverage.PARTLY if all(partial) else Coverage.WHOLE


@dataclass(frozen=True)
class RiskGroup:
    type: RiskType
    lines: list[RiskLine]


def line(risk: Risk) -> RiskLine:
    return RiskLine(risk, list(risk.mitigations.all()))


def with_answers(risks: RiskQuerySet) -> RiskQuerySet:
    """With the activities and the actions that answer each risk."""
    mitigations = Mitigation.objects.select_related("activity__plan")
    actions = MitigationAction.objects.select_related("owner")
    return risks.select_related("plan", "type").prefetch_related(
        Prefetch("mitigations", mitigations), Prefetch("actions", actions)
    )


def matrix(plan: Plan) -> list[RiskGroup]:
    """The risks in force, grouped by type as Anexo 1 prints them."""
    risks = with_answers(Risk.objects.in_force(timezone.localdate()))
    types = plan.risk_types.prefetch_related(Prefetch("risks", risks))
    return [
        RiskGroup(risk_type, [line(risk) for risk in risk_type.risks.all()]) for risk_type in types
    ]


def retired(plan: Plan) -> list[Risk]:
    risks = plan.risks.filter(retired_on__lte=timezone.localdate())
    return list(risks.select_related("plan", "type"))


def mitigated_by(activity: Activity) -> list[Mitigation]:
    return list(activity.mitigations.select_related("risk__plan"))


# One risk


@dataclass(frozen=True)
class CountryReviews:
    stakeholder: Stakeholder
    reviews: list[RiskReview]


@dataclass(frozen=True)
class RiskSheet:
    line: RiskLine
    points: list[Point]
    later: list[str]  # the semesters still to come
    of_countries: list[CountryReviews]

    @property
    def risk(self) -> Risk:
        return self.line.risk

    @property
    def level_now(self) -> Point:
        """The last that is known of the region."""
        return [point for point in self.points if point.level][-1]

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.points, self.later)


def risk_sheet(risk: Risk, user: User) -> RiskSheet:
    """What is known of a risk, with the countries' reviews that the person may see."""
    reviews = list(risk.reviews.visible_to(user).select_related("semester", "stakeholder"))
    of_countries = [review for review in reviews if review.stakeholder.is_country]
    of_region = {
        review.semester.code: said_in(review) for review in reviews if review not in of_countries
    }
    semesters = list(risk.plan.semesters.all())
    begun = [semester.code for semester in semesters if has_begun(semester)]
    return RiskSheet(
        line=line(risk),
        points=level_points(Level(risk.level), begun, of_region),
        later=[semester.code for semester in semesters if not has_begun(semester)],
        of_countries=by_country(of_countries),
    )


def begun_semesters(plan: Plan) -> list[Semester]:
    return [semester for semester in plan.semesters.select_related("plan") if has_begun(semester)]


def by_country(reviews: list[RiskReview]) -> list[CountryReviews]:
    found: dict[Stakeholder, list[RiskReview]] = {}
    for review in sorted(reviews, key=lambda review: review.stakeholder.order):
        found.setdefault(review.stakeholder, []).append(review)
    return [CountryReviews(country, of_country) for country, of_country in found.items()]


# A semester's review


@dataclass(frozen=True)
class ReviewLine:
    """A risk to be reviewed: what is saved of it, and what was said the time before."""

    risk: Risk
    review: RiskReview | None
    previous: RiskReview | None

    @property
    def said(self) -> Said:
        return said_in(self.review)


def review_lines(semester: Semester, stakeholder: Stakeholder) -> list[ReviewLine]:
    saved = saved_reviews(semester, stakeholder)
    before = previous_reviews(semester, stakeholder)
    risks = risks_to_review(semester).select_related("type", "plan")
    return [ReviewLine(risk, saved.get(risk.pk), before.get(risk.pk)) for risk in risks]


def previous_reviews(semester: Semester, stakeholder: Stakeholder) -> dict[int, RiskReview]:
    """The last of each risk by the same stakeholder, before the semester."""
    earlier = Q(semester__year__lt=semester.year) | Q(
        semester__year=semester.year, semester__half__lt=semester.half
    )
    reviews = RiskReview.objects.filter(
        earlier, stakeholder=stakeholder, semester__plan=semester.plan_id
    )
    return {review.risk_id: review for review in reviews.select_related("semester")}


@dataclass(frozen=True)
class SemesterState:
    """How far a stakeholder has come with a semester's review."""

    semester: Semester
    reviewed: int
    asked: int

    @property
    def is_writable(self) -> bool:
        return is_writable(self.semester)

    @property
    def when_written(self) -> str:
        return when_written(self.semester)


def semester_states(plan: Plan, stakeholder: Stakeholder) -> list[SemesterState]:
    """The semesters that have begun, the latest first."""
    reviews = RiskReview.objects.filter(stakeholder=stakeholder, semester__plan=plan)
    reviewed = set(reviews.values_list("semester", "risk"))
    risks = list(plan.risks.all())
    return [state_of(semester, risks, reviewed) for semester in reversed(begun_semesters(plan))]


def state_of(
    semester: Semester, risks: list[Risk], reviewed: set[tuple[int, int]]
) -> SemesterState:
    asked = [risk for risk in risks if risk.is_in_force(day_of_review(semester))]
    done = [risk for risk in asked if (semester.pk, risk.pk) in reviewed]
    return SemesterState(semester, reviewed=len(done), asked=len(asked))
