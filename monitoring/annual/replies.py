"""What the partes interesadas answer to a published edition, and the Secretaría's reading of it."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from monitoring.annual.errors import AnnualError
from monitoring.models import AnnualReply, AnnualReport
from monitoring.permissions import can_read_replies, can_reply


@transaction.atomic
def reply(report: AnnualReport, *, text: str, key: uuid.UUID, by: Membership | None) -> AnnualReply:
    """The same page sent again answers once. Raises AnnualError."""
    report = AnnualReport.objects.select_for_update().defer("content").get(pk=report.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_reply(membership, report):
        raise AnnualError(
            _("Solo las partes interesadas responden a un informe, y solo a uno publicado.")
        )
    if not text.strip():
        raise AnnualError(_("Escriba su respuesta."))
    given, is_new = AnnualReply.objects.get_or_create(
        key=key,
        defaults={
            "report": report,
            "text": text.strip(),
            "by": membership.user,
            "stakeholder": membership.stakeholder,
        },
    )
    if not is_new and (given.report_id, given.by_id) != (report.pk, membership.user_id):
        raise AnnualError(_("La página no llegó completa. Ábrala de nuevo y responda otra vez."))
    return given


@transaction.atomic
def mark_read(reply: AnnualReply, *, by: Membership | None) -> AnnualReply:
    """Who read it first stays. Raises AnnualError."""
    membership = reader(by)
    current = AnnualReply.objects.select_for_update().get(pk=reply.pk)
    if current.read_at is None:
        current.read_at, current.read_by = timezone.now(), membership.user
        current.save(update_fields=["read_at", "read_by"])
    return current


@transaction.atomic
def mark_unread(reply: AnnualReply, *, by: Membership | None) -> AnnualReply:
    """To come back to it. Raises AnnualError."""
    reader(by)
    current = AnnualReply.objects.select_for_update().get(pk=reply.pk)
    current.read_at = current.read_by = None
    current.save(update_fields=["read_at", "read_by"])
    return current


def reader(by: Membership | None) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_read_replies(membership):
        raise AnnualError(_("Solo la Secretaría Técnica lee las respuestas."))
    return membership
