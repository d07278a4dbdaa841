"""Where the figures of a year come from: validated rows today, or what an edition published."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import IntegerField, Max, OuterRef, Subquery
from django.utils import timezone

from corett.accounts.models import User
from monitoring.models import AnnualReport, ReportingPeriod, ReportState
from monitoring.reading import read_year
from monitoring.reporting import year_data
from plan.models import Plan, PlanEdition


@dataclass(frozen=True, kw_only=True)
class Source:
    """A year's data; of an edition of the annual report, or of this moment where it has none."""

    plan: Plan
    year: int
    years: list[int]
    data: dict
    edition: AnnualReport | None = None

    @property
    def is_live(self) -> bool:
        return self.edition is None

    @property
    def plan_edition(self) -> int | None:
        if self.edition is None:
            return latest_edition(self.plan)
        return self.data["report"]["plan_edition"]


def plans_with_years():
    """With the last year of which something is validated, and the last edition of each."""
    validated = ReportingPeriod.objects.filter(reports__state=ReportState.VALIDATED)
    of_plan = validated.filter(semester__plan=OuterRef("pk")).order_by().values("semester__plan")
    editions = PlanEdition.objects.filter(plan=OuterRef("pk")).order_by("-number").values("number")
    return Plan.objects.annotate(
        latest_year=Subquery(of_plan.annotate(last=Max("semester__year")).values("last")),
        latest_edition=Subquery(editions[:1], output_field=IntegerField()),
    )


def latest_edition(plan: Plan) -> int | None:
    return getattr(plan, "latest_edition", None)


def usual_year(plan: Plan) -> int:
    """This year once something of it is validated; until then the last of which something is."""
    latest = getattr(plan, "latest_year", None)
    today = timezone.localdate().year
    return latest or min(max(today, plan.start.year), plan.end.year)


def live(plan: Plan, year: int | None) -> Source:
    chosen = year if year is not None and year in plan.years else usual_year(plan)
    data = year_data(read_year(plan, chosen, with_risks=False))
    return Source(plan=plan, year=chosen, years=list(plan.years), data=data)


def published(plan: Plan, year: int | None, user: User | AnonymousUser) -> Source | None:
    """The last edition of the year that everybody may read; nothing while there is none."""
    reports = AnnualReport.objects.visible_to(user).published().filter(plan=plan)
    latest = dict(reports.order_by("year", "edition").values_list("year", "pk"))
    if not latest:
        return None
    chosen = year if year in latest else max(latest)
    edition = reports.select_related("plan").get(pk=latest[chosen])
    return Source(
        plan=plan, year=chosen, years=list(latest), data=edition.content or {}, edition=edition
    )
