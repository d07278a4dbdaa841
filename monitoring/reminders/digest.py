"""The Secretaría's week: who has sent, who is late, what awaits review."""

from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder, StakeholderKind, User
from monitoring import owing
from monitoring.models import Occasion, PeriodState, ReportingPeriod
from monitoring.owing import Debt, PlanOwing, Standing
from monitoring.reminders.due import Due, members_by_stakeholder
from monitoring.reminders.letters import Words, address, name_of, tidy
from plan.models import Plan


def due_digests() -> list[Due]:
    """One for each person of the Secretaría, plan and ISO week, while something is going on."""
    secretariats = Stakeholder.objects.filter(kind=StakeholderKind.SECRETARIAT)
    members = members_by_stakeholder(secretariats.values_list("pk", flat=True))
    people = list({user.pk: user for users in members.values() for user in users}.values())
    plans = Plan.objects.filter(is_demonstration=False, semesters__period__isnull=False).distinct()
    return [one for plan in plans.order_by("pk") for one in due_of_plan(plan, people)]


def due_of_plan(plan: Plan, people: list[User]) -> list[Due]:
    if not people:
        return []
    parts = going_on(owing.read_plan(plan, people[0]))
    compose = partial(words, plan, parts)
    return [Due(user, Occasion.DIGEST, about_week(plan), compose) for user in people if parts]


def about_week(plan: Plan) -> str:
    year, week, _day = timezone.localdate().isocalendar()
    return f"plan/{plan.pk}/{year}-S{week:02d}"


def going_on(read: PlanOwing) -> list[PlanOwing]:
    """Each semester in which somebody has still something to do; one that nobody opened yet, or
    that closed with no more than drafts in it, is left in peace.
    """
    parts = [read.of_period(period) for period in read.periods]
    return [one for one in parts if is_going_on(one.periods[0], debts_of(one))]


def is_going_on(period: ReportingPeriod, debts: list[Debt]) -> bool:
    moving = {Standing.SUBMITTED, Standing.RETURNED}
    if period.state == PeriodState.UPCOMING:
        return False
    if any(debt.standing in moving for debt in debts):
        return True
    owed = [debt for debt in debts if is_unsent(debt)]
    today = timezone.localdate()
    return any(debt.report and debt.report.closes_on >= today for debt in owed)


def debts_of(one: PlanOwing) -> list[Debt]:
    return [row.debts[0] for row in one.rows]


def words(plan: Plan, parts: list[PlanOwing]) -> Words:
    year, week, _day = timezone.localdate().isocalendar()
    subject = _("Resumen de la semana %(week)s de %(year)s") % {"week": week, "year": year}
    context = {
        "plan": plan,
        "semesters": [semester_data(one) for one in parts],
        "language_address": address(reverse("accounts:language")),
    }
    return Words(subject, tidy(render_to_string("monitoring/mails/digest.txt", context)))


def semester_data(one: PlanOwing) -> dict:
    period = one.periods[0]
    debts = debts_of(one)
    return {
        "label": period.semester.label,
        "due_on": date_format(period.due_on),
        "validated": sum(debt.standing == Standing.VALIDATED for debt in debts),
        "expected": sum(debt.standing != Standing.NOT_OWED for debt in debts),
        "to_review": names(one, lambda debt: debt.standing == Standing.SUBMITTED),
        "returned": names(one, lambda debt: debt.standing == Standing.RETURNED),
        "late": names(one, lambda debt: is_unsent(debt) and debt.days_overdue > 0),
        "in_time": names(one, lambda debt: is_unsent(debt) and not debt.days_overdue),
        "address": address(
            reverse("monitoring:owing_semester", args=[one.plan.code, period.semester.code])
        ),
    }


def is_unsent(debt: Debt) -> bool:
    return debt.standing in (Standing.NOT_BEGUN, Standing.DRAFT)


def names(one: PlanOwing, is_meant) -> list[str]:
    """Who, and how it stands."""
    return [f"{who(row)}: {row.debts[0].words}" for row in one.rows if is_meant(row.debts[0])]


def who(row: owing.Row) -> str:
    if row.stakeholder.kind == StakeholderKind.SECRETARIAT:
        return str(row.title)
    return name_of(row.stakeholder)
