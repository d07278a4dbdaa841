"""Reports made outside the system, kept with their year as they are."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import sha256
from monitoring.annual.errors import AnnualError
from monitoring.models import PastReport
from monitoring.permissions import can_compose_annual
from plan.models import Plan


@transaction.atomic
def add_past_report(past: PastReport, file: UploadedFile, *, by: Membership | None) -> PastReport:
    """Keep the file byte by byte; the same file of a year is kept once. Raises AnnualError."""
    membership = keeper(by)
    Plan.objects.select_for_update().get(pk=past.plan_id)
    file.seek(0)
    digest = sha256(file.read())
    if PastReport.objects.filter(plan=past.plan, year=past.year, sha256=digest).exists():
        raise AnnualError(_("Este archivo ya está en ese año."))
    file.seek(0)
    past.file, past.original_name = file, file.name or ""
    past.size, past.sha256, past.added_by = file.size or 0, digest, membership.user
    past.save()
    return past


@transaction.atomic
def remove_past_report(past: PastReport, *, by: Membership | None) -> None:
    """The file goes once the row is surely gone; again, it is harmless. Raises AnnualError."""
    keeper(by)
    current = PastReport.objects.select_for_update().filter(pk=past.pk).first()
    if current is None:
        return
    stored = current.file
    current.delete()
    transaction.on_commit(lambda: stored.delete(save=False))


def keeper(by: Membership | None) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_compose_annual(membership):
        raise AnnualError(_("Solo la Secretaría Técnica añade y quita informes anteriores."))
    return membership
