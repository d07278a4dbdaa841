"""An edition is published: its content frozen, its files made of it and kept with their hashes."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Language, Membership
from corett.lib.canonical import canonical, sha256
from monitoring.annual.content import nothing_validated, summarise_report
from monitoring.annual.errors import AnnualError
from monitoring.annual.printing import render
from monitoring.annual.writing import note, require_composer
from monitoring.models import AnnualAction, AnnualFile, AnnualReport, AnnualState, FileKind
from monitoring.permissions import can_publish_annual
from monitoring.reading import one_moment
from plan.editions import edition_in_force
from plan.models import PlanEdition
from risks.export import export_whole_plan


def publish(
    report: AnnualReport, *, version: int, by: Membership, reason: str = ""
) -> AnnualReport:
    """Freeze the texts of that version with the data of this moment.

    The edition of the plan that it names is the one in force, made for it where the plan changed.
    Again, it returns what stands published. Raises AnnualError.
    """
    report = AnnualReport.objects.select_related("plan").get(pk=report.pk)
    if report.is_published:
        return report
    require_composer(by)
    require_version(report, version)
    with one_moment():
        plan_content = export_whole_plan(report.plan)
        content = summarise_report(report, status=AnnualState.PUBLISHED, allow_empty=True)
    if reasons := blockers(report, content):
        raise AnnualError(" ".join(reasons))
    content["report"] |= named_edition(edition_for(report, plan_content, by=by))
    files = {FileKind.PDF: render(content), FileKind.DATA: canonical(content)}
    with transaction.atomic():
        return freeze(report, content, files, by=by, reason=reason)


def edition_for(report: AnnualReport, plan_content: dict, *, by: Membership) -> PlanEdition:
    reason = _("Cambios hasta la publicación del informe anual %(year)s") % {"year": report.year}
    return edition_in_force(report.plan, content=plan_content, reason=reason, by=by)


def named_edition(edition: PlanEdition) -> dict:
    return {"plan_edition": edition.number, "plan_changed_since": False}


def freeze(
    report: AnnualReport,
    content: dict,
    files: dict[FileKind, bytes],
    *,
    by: Membership,
    reason: str,
) -> AnnualReport:
    current = AnnualReport.objects.select_for_update().get(pk=report.pk)
    membership = Membership.objects.current_of(by)
    if current.is_published:
        return current
    if membership is None or not can_publish_annual(membership, current):
        raise AnnualError(_("Solo la Secretaría Técnica publica el informe anual."))
    require_version(current, report.version)
    current.state = AnnualState.PUBLISHED
    current.content, current.data_sha256 = content, sha256(canonical(content))
    current.published_at, current.published_by = timezone.now(), membership.user
    current.save()
    for kind, made in files.items():
        keep(current, kind, made)
    note(current, AnnualAction.PUBLISHED, by=membership, reason=reason)
    return current


def keep(report: AnnualReport, kind: FileKind, made: bytes) -> None:
    file = AnnualFile(
        report=report,
        kind=kind,
        language=Language.SPANISH,
        size=len(made),
        sha256=sha256(made),
    )
    ending = {FileKind.PDF: "pdf", FileKind.DATA: "json"}[kind]
    name = f"annual/{report.plan.code}/{file_name(report)}.{ending}"
    file.file.save(name, ContentFile(made), save=False)
    file.save()


def require_version(report: AnnualReport, version: int) -> None:
    if report.version != version:
        raise AnnualError(
            _("Los textos cambiaron después de que usted los revisó. Revíselos de nuevo.")
        )


def blockers(report: AnnualReport, content: dict) -> list[str]:
    """Why it cannot be published yet, in sentences; the page shows the same list that guards."""
    reasons = []
    if content["report"]["is_empty"]:
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
