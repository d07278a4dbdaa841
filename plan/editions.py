"""Editions of the plan: each keeps its whole content, so that none depends on later changes.

Between two editions the changes gather in the rows themselves: what these say differently from the
last edition is the open one, until a button publishes it. The content is what
`risks.export.export_whole_plan` gives; the plan itself knows no risk.
"""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.accounts.permissions import acts_for_secretariat
from corett.lib.canonical import canonical, sha256
from plan.difference import Change, Part, Place, difference, facts
from plan.models import EditionReason, Plan, PlanEdition

NOTHING_YET: dict = {}


class EditionDenied(Exception):
    """The message is written for the person who pressed the button."""


def open_changes(plan: Plan, content: dict) -> list[Change]:
    """What the plan says today and its last edition does not."""
    return changes_since(plan.editions.first(), content)


def changes_since(last: PlanEdition | None, content: dict) -> list[Change]:
    return difference(last.content if last else NOTHING_YET, content)


def own_changes(last: PlanEdition | None, content: dict) -> list[Change]:
    """Those of the plan's own part, which its pages show; none before its first edition."""
    if last is None:
        return []
    printed = {name: part for name, part in last.content.items() if name != "risks"}
    return difference(printed, content)


@transaction.atomic
def publish_open_edition(
    plan: Plan,
    *,
    read_content: Callable[[Plan], dict],
    shown: str,
    kinds: Sequence[EditionReason],
    reason: str,
    by: Membership | None,
) -> PlanEdition:
    """Publish the changes of which the person saw that digest, and no others.

    Raises EditionDenied.
    """
    last_edition(plan)
    content = read_content(plan)
    membership = Membership.objects.current_of(by)
    if not acts_for_secretariat(membership):
        raise EditionDenied(_("Solo la Secretaría Técnica publica una edición del plan."))
    changes = open_changes(plan, content)
    if not changes:
        raise EditionDenied(_("No hay cambios que publicar: el plan dice lo que dice su edición."))
    if digest(changes) != shown:
        raise EditionDenied(
            _("Alguien cambió el plan entretanto. Revise de nuevo los cambios y publíquelos.")
        )
    return publish_edition(plan, content=content, kinds=kinds, reason=reason, by=membership)


@transaction.atomic
def publish_edition(
    plan: Plan,
    *,
    content: dict,
    reason: str,
    by: Membership | None,
    kinds: Sequence[EditionReason] = (),
    number: int | None = None,
) -> PlanEdition:
    """Keep the content under that number, or the next; without `by`, the system published it."""
    last = last_edition(plan)
    number = number or (last.number + 1 if last else 1)
    return PlanEdition.objects.create(
        plan=plan,
        number=number,
        content=numbered(content, number),
        reason_kinds=[str(kind) for kind in kinds],
        reason=reason,
        published_by=by.user if by else None,
    )


@transaction.atomic
def edition_in_force(
    plan: Plan, *, content: dict, reason: str, by: Membership | None
) -> PlanEdition:
    """The last edition if it says what the plan says today; else a new one, for this reason."""
    last = last_edition(plan)
    if last and not difference(last.content, content):
        return last
    return publish_edition(plan, content=content, kinds=[EditionReason.OTHER], reason=reason, by=by)


def is_published(plan: Plan, part: Part, code: str) -> bool:
    """Whether the last edition prints the row; what one printed, every later one does."""
    last = plan.editions.first()
    return last is not None and Place(part, code, "is_there") in facts(last.content)


def digest(changes: Sequence[Change]) -> str:
    return sha256(canonical([change.data() for change in changes]))


def last_edition(plan: Plan) -> PlanEdition | None:
    """Holds the plan's lock, so that no two editions take the same number."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    return plan.editions.order_by("-number").first()


def numbered(content: dict, number: int) -> dict:
    return {**content, "plan": {**content["plan"], "edition": number}}
