"""Editions of the plan: each keeps its whole content, so that none depends on later changes.

The content is what `risks.export.export_whole_plan` gives; the plan itself knows no risk.
"""

from django.db import transaction

from corett.accounts.models import Membership
from plan.models import Plan, PlanEdition


@transaction.atomic
def publish_edition(
    plan: Plan, *, content: dict, reason: str, by: Membership | None
) -> PlanEdition:
    """Keep the content under the next number; without `by`, the system published it."""
    last = last_edition(plan)
    number = last.number + 1 if last else 1
    return PlanEdition.objects.create(
        plan=plan,
        number=number,
        content=numbered(content, number),
        reason=reason,
        published_by=by.user if by else None,
    )


@transaction.atomic
def edition_in_force(
    plan: Plan, *, content: dict, reason: str, by: Membership | None
) -> PlanEdition:
    """The last edition if it says what the plan says today; else a new one, for this reason."""
    last = last_edition(plan)
    if last and last.content == numbered(content, last.number):
        return last
    return publish_edition(plan, content=content, reason=reason, by=by)


def last_edition(plan: Plan) -> PlanEdition | None:
    """Holds the plan's lock, so that no two editions take the same number."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    return plan.editions.order_by("-number").first()


def numbered(content: dict, number: int) -> dict:
    return {**content, "plan": {**content["plan"], "edition": number}}
