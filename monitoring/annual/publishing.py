"""Asking for the publication of an edition, and what has to be so for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, StakeholderKind
from monitoring.annual.content import nothing_validated
from monitoring.annual.errors import AnnualError
from monitoring.annual.launching import launch
from monitoring.annual.writing import lock, require_composer
from monitoring.models import (
    AnnualAction,
    AnnualReport,
    FileKind,
    ProgressReport,
    Publication,
)


def request_publication(
    report: AnnualReport, *, version: int, by: Membership, reason: str = ""
) -> Publication:
    """Ask for that version to be published, by a process of its own.

    Again, it returns the publication that is under way. Raises AnnualError.
    """
    require_publishable(report)
    publication, is_new = ask(report, version=version, by=by, reason=reason)
    if is_new:
        launch(publication)
    return publication


@transaction.atomic
def ask(
    report: AnnualReport, *, version: int, by: Membership, reason: str = ""
) -> tuple[Publication, bool]:
    """Write down that it is wanted, and whether that is new. Raises AnnualError."""
    membership = require_composer(by)
    current = lock(report)
    if under_way := current.publications.open().first():
        return under_way, False
    require_version(current, version)
    require_reason(current, reason)
    publication = Publication.objects.create(
        report=current,
        version=version,
        reason=reason.strip() if needs_reason(current) else "",
        by=membership.user,
        stakeholder=membership.stakeholder,
    )
    return publication, True


def require_publishable(report: AnnualReport) -> None:
    """Raises AnnualError."""
    validated = ProgressReport.objects.validated().filter(
        period__semester__plan=report.plan_id, period__semester__year=report.year
    )
    if reasons := blockers(report, is_empty=not validated.exists()):
        raise AnnualError(" ".join(reasons))


def require_version(report: AnnualReport, version: int) -> None:
    if report.version != version:
        raise AnnualError(
            _("Los textos cambiaron después de que usted los revisó. Revíselos de nuevo.")
        )


def require_reason(report: AnnualReport, reason: str) -> None:
    if needs_reason(report) and not reason.strip():
        raise AnnualError(
            _("La Presidencia no ha dado su visto bueno a esta versión: diga por qué se publica.")
        )


def needs_reason(report: AnnualReport) -> bool:
    """Presidencia has not given its visto bueno to what stands written now."""
    endorsed = report.events.filter(
        action=AnnualAction.ENDORSED,
        version=report.version,
        stakeholder__kind=StakeholderKind.PRESIDENCY,
    )
    return not endorsed.exists()


def blockers(report: AnnualReport, *, is_empty: bool) -> list[str]:
    """Why it cannot be published yet, in sentences; the page shows the same list that guards.

    It is empty where no report of the year is validated.
    """
    reasons = []
    if is_empty:
        reasons.append(nothing_validated(report.year))
    if report.edition > 1 and not report.erratum.strip():
        reasons.append(_("Escriba qué corrige esta edición respecto de la anterior."))
    return reasons


def file_name(report: AnnualReport) -> str:
    """Without its extension."""
    return f"informe-anual-{report.year}-ed{report.edition}"


def stored(report: AnnualReport, kind: FileKind, *, language: str = "es", country: str = ""):
    """The stored file, open. Raises AnnualError."""
    found = report.files.filter(kind=kind, language=language, country=country).first()
    try:
        if found is None:
            raise FileNotFoundError
        return found.file.open()
    except FileNotFoundError as error:
        raise AnnualError(
            _("El archivo de «%(report)s» falta en el servidor. Avise a la Secretaría Técnica.")
            % {"report": report}
        ) from error
