"""The consulta of an edition: Presidencia and the countries read it, comment and agree.

A visto bueno is of the version that its person had in view: what the Secretaría changes afterwards
leaves it standing in the history, and asks for it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder, StakeholderKind
from monitoring.annual.errors import AnnualError
from monitoring.annual.writing import lock, note, require_composer, text_of
from monitoring.models import (
    AnnualAction,
    AnnualComment,
    AnnualEvent,
    AnnualReport,
    AnnualState,
)
from monitoring.permissions import can_comment_annual, can_endorse_annual


@dataclass(frozen=True)
class Standing:
    """How one who is asked for the visto bueno stands towards what is written now."""

    stakeholder: Stakeholder
    given: AnnualEvent | None
    holds: bool

    @property
    def is_of_earlier(self) -> bool:
        return self.given is not None and not self.holds


@transaction.atomic
def open_review(report: AnnualReport, *, by: Membership) -> AnnualReport:
    """Let Presidencia and the countries read it. Raises AnnualError."""
    return move(report, AnnualState.IN_REVIEW, AnnualAction.REVIEW_OPENED, by=by)


@transaction.atomic
def close_review(report: AnnualReport, *, by: Membership) -> AnnualReport:
    """Take it back to be composed; what was said and agreed stays. Raises AnnualError."""
    return move(report, AnnualState.COMPOSING, AnnualAction.REVIEW_CLOSED, by=by)


def move(
    report: AnnualReport, state: AnnualState, action: AnnualAction, *, by: Membership
) -> AnnualReport:
    membership = require_composer(by)
    current = lock(report)
    if current.state == state:
        return current
    current.state = state
    current.save(update_fields=["state"])
    note(current, action, by=membership)
    return current


@transaction.atomic
def endorse(report: AnnualReport, *, version: int, by: Membership) -> AnnualEvent:
    """Give the visto bueno to the version that the person read. Raises AnnualError."""
    current = lock(report)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_endorse_annual(membership, current):
        raise AnnualError(
            _("Dan su visto bueno la Presidencia y los países, mientras el informe se consulta.")
        )
    if current.version != version:
        raise AnnualError(
            _("El informe cambió después de que usted abrió esta página. Léalo de nuevo.")
        )
    given = last_given(current.events.filter(stakeholder=membership.stakeholder))
    if given is not None and given.version == version:
        return given
    return note(current, AnnualAction.ENDORSED, by=membership)


@transaction.atomic
def comment(report: AnnualReport, section: str, text: str, *, by: Membership) -> AnnualComment:
    """Say something of a section; the same words again are said once. Raises AnnualError."""
    current = lock(report)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_comment_annual(membership, current):
        raise AnnualError(_("Este informe no está en consulta, o usted no participa en ella."))
    text_of(current, section)
    said = current.comments.unsettled().filter(section=section, text=text, by=membership.user)
    return said.first() or AnnualComment.objects.create(
        report=current,
        section=section,
        text=text,
        by=membership.user,
        stakeholder=membership.stakeholder,
    )


@transaction.atomic
def settle(said: AnnualComment, *, by: Membership) -> AnnualComment:
    """Give a comment as resolved. Raises AnnualError."""
    membership = require_composer(by)
    lock(said.report)
    current = AnnualComment.objects.get(pk=said.pk)
    if current.settled_at is None:
        current.settled_at, current.settled_by = timezone.now(), membership.user
        current.save(update_fields=["settled_at", "settled_by"])
    return current


@transaction.atomic
def leave_open(said: AnnualComment, *, by: Membership) -> AnnualComment:
    """Open again a comment that was given as resolved. Raises AnnualError."""
    require_composer(by)
    lock(said.report)
    current = AnnualComment.objects.get(pk=said.pk)
    current.settled_at = current.settled_by = None
    current.save(update_fields=["settled_at", "settled_by"])
    return current


def standings(report: AnnualReport, events: Iterable[AnnualEvent]) -> list[Standing]:
    """Of Presidencia and each country, by the history of the edition; one question."""
    asked = Q(kind=StakeholderKind.PRESIDENCY) | Q(kind=StakeholderKind.COUNTRY)
    told = list(events)
    return [
        standing_of(report, party, [one for one in told if one.stakeholder_id == party.pk])
        for party in Stakeholder.objects.filter(asked)
    ]


def standing_of(
    report: AnnualReport, party: Stakeholder, events: Iterable[AnnualEvent]
) -> Standing:
    given = last_given(events)
    return Standing(party, given, holds=given is not None and given.version == report.version)


def last_given(events: Iterable[AnnualEvent]) -> AnnualEvent | None:
    given = [one for one in events if one.action == AnnualAction.ENDORSED]
    return given[-1] if given else None
