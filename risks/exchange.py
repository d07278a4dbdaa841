"""The whole plan with its risks as a file of tables, out and in."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.accounts.permissions import acts_for_secretariat
from corett.accounts.resources import StakeholderResource
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Sheet
from plan import exchange
from plan.editions import open_changes
from plan.exchange import Outcome
from plan.models import Plan, PlanUpload
from plan.resources import PlanResource
from risks.export import export_whole_plan
from risks.resources import (
    MitigationActionResource,
    MitigationResource,
    RiskResource,
    RiskTypeResource,
)

TABLES = [
    StakeholderResource,
    *exchange.TABLES,
    RiskTypeResource,
    RiskResource,
    MitigationResource,
    MitigationActionResource,
]
LONGEST_WAIT = datetime.timedelta(days=7)


class Refused(Exception):
    """The file as a whole is not taken; the message says why and what to do."""


# Out


@dataclass(frozen=True)
class TableName:
    """How a table is called on a page and in an address."""

    title: str
    slug: str


def table_names() -> list[TableName]:
    return [TableName(str(table.title), slugify(str(table.title))) for table in TABLES]


def find_table(name: str) -> type | None:
    """By its title or by its part of an address."""
    return next((table for table in TABLES if slugify(str(table.title)) == slugify(name)), None)


def whole_sheets(plan: Plan) -> list[Sheet]:
    return [table_sheet(table, plan) for table in TABLES]


def table_sheet(table: type, plan: Plan) -> Sheet:
    if table is not PlanResource:
        return table().sheet(plan)
    is_unpublished = plan.editions.exists() and open_changes(plan, export_whole_plan(plan))
    return PlanResource(unpublished=[plan.code] if is_unpublished else []).sheet(plan)


# In


def bring(*, name: str, content: bytes, by: Membership) -> PlanUpload:
    """Keep a file until it is confirmed, in place of one that the same person left waiting.

    What anybody left unconfirmed for days goes then too. Raises Unreadable, Refused.
    """
    refuse_others(by)
    files.read(name, content)
    with transaction.atomic():
        waiting = PlanUpload.objects.filter(applied_at__isnull=True)
        waiting.filter(uploaded_at__lt=timezone.now() - LONGEST_WAIT).delete()
        waiting.filter(uploaded_by=by.user).delete()
        return PlanUpload.objects.create(name=name[-255:], content=content, uploaded_by=by.user)


def check(upload: PlanUpload, *, by: Membership) -> Outcome:
    """What the file would change now; nothing is written. Raises Unreadable, Refused."""
    refuse_others(by)
    return load(upload.name, bytes(upload.content), keep=lambda outcome: False, by=by)


def apply(upload: PlanUpload, *, shown: str, by: Membership) -> Outcome:
    """Write what the person saw, whose digest is `shown`; if it is not that any more, nothing.

    The file is read before anything is locked, since that takes a while. Applied once, it is not
    applied again. Raises Unreadable, Refused.
    """
    refuse_others(by)
    kept = PlanUpload.objects.filter(pk=upload.pk, applied_at=None).first()
    sheets = files.read(kept.name, bytes(kept.content)) if kept else []
    with transaction.atomic():
        return apply_sheets(upload, sheets, shown=shown, by=by)


def apply_sheets(upload: PlanUpload, sheets: list[Sheet], *, shown: str, by: Membership) -> Outcome:
    refuse_others(by)
    locked = PlanUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if locked is None:
        raise Refused(_("Usted subió después otro archivo. Revise y confirme ese."))
    if locked.applied_at:
        return Outcome(is_applied=True)

    def is_what_was_shown(outcome: Outcome) -> bool:
        return outcome.digest == shown

    outcome = take(sheets, source=locked.name, keep=is_what_was_shown, by=by)
    if outcome.is_applied:
        locked.applied_at, locked.applied_by, locked.content = timezone.now(), by.user, b""
        locked.save(update_fields=["applied_at", "applied_by", "content"])
    return outcome


def refuse_others(by: Membership | None) -> None:
    if not acts_for_secretariat(Membership.objects.current_of(by)):
        raise Refused(_("Solo la Secretaría Técnica sube tablas del plan."))


def load(
    name: str,
    content: bytes,
    *,
    keep: Callable[[Outcome], bool] = lambda outcome: True,
    by: Membership | None = None,
) -> Outcome:
    """Take a file in, and keep that where it has no fault and `keep` agrees. Raises Unreadable."""
    return take(files.read(name, content), source=name, keep=keep, by=by)


@transaction.atomic
def take(
    sheets: list[Sheet],
    *,
    source: str,
    keep: Callable[[Outcome], bool],
    by: Membership | None,
) -> Outcome:
    outcome = exchange.take_in(
        sheets, tables=TABLES, read_content=export_whole_plan, source=source, by=by
    )
    outcome.is_applied = not outcome.faults and keep(outcome)
    transaction.set_rollback(not outcome.is_applied)
    return outcome
