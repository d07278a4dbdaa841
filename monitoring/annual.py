"""The annual report: composed from validated data, frozen as JSON, printed from that JSON.

Nothing else publishes an `AnnualReport` or writes its texts.
"""

import datetime
import json
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import render_pdf
from monitoring import findings, priorities
from monitoring.models import AnnualReport, AnnualState
from monitoring.permissions import can_compose_annual, can_publish_annual
from monitoring.reading import one_moment, read_year
from monitoring.reporting import year_data
from monitoring.reports import Stale
from plan.difference import difference
from plan.editions import edition_in_force
from plan.models import Plan, PlanEdition
from risks.export import export_whole_plan

SCHEMA = 2
"""1: before it said which priorities and findings there are; what was frozen so stays so."""
TEXTS = ("introduction", "challenges", "priorities", "erratum")
WRITTEN = (*TEXTS, "audience")


class AnnualError(Exception):
    """The message is written for the person who asked."""


@dataclass(frozen=True)
class Texts:
    """What people write; the rest of a report is read from validated data."""

    introduction: str = ""
    challenges: str = ""
    priorities: str = ""
    erratum: str = ""

    @classmethod
    def of(cls, report: AnnualReport | None) -> "Texts":
        return cls(**{name: getattr(report, name) for name in TEXTS}) if report else cls()


# Writing


@transaction.atomic
def start_annual(plan: Plan, year: int, *, by: Membership) -> AnnualReport:
    """The report of the year in preparation: the one there is, or a new edition.

    A new edition begins with the texts of the last. Raises AnnualError.
    """
    require_composer(by)
    require_year(plan, year)
    Plan.objects.select_for_update().get(pk=plan.pk)
    last = editions_of(plan, year).first()
    if last is None:
        return AnnualReport.objects.create(plan=plan, year=year)
    if not last.is_published:
        return last
    return AnnualReport.objects.create(
        plan=plan,
        year=year,
        edition=next_edition(last),
        introduction=last.introduction,
        challenges=last.challenges,
        priorities=last.priorities,
        audience=last.audience,
    )


@transaction.atomic
def save_texts(report: AnnualReport, *, version: int, by: Membership) -> AnnualReport:
    """Save the texts that `report` carries, on top of the version that they were read in.

    Raises AnnualError, Stale.
    """
    require_composer(by)
    saved = AnnualReport.objects.filter(
        pk=report.pk, version=version, state=AnnualState.COMPOSING
    ).update(version=F("version") + 1, **{name: getattr(report, name) for name in WRITTEN})
    current = AnnualReport.objects.select_related("plan").get(pk=report.pk)
    if current.is_published:
        raise AnnualError(_("Esta edición ya se publicó. Para corregirla, prepare una nueva."))
    if not saved:
        raise Stale(current)
    return current


def publish(report: AnnualReport, *, version: int, by: Membership) -> AnnualReport:
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
    pdf = render(content)
    with transaction.atomic():
        return freeze(report, content, pdf, by=by)


def edition_for(report: AnnualReport, plan_content: dict, *, by: Membership) -> PlanEdition:
    reason = _("Cambios hasta la publicación del informe anual %(year)s") % {"year": report.year}
    return edition_in_force(report.plan, content=plan_content, reason=reason, by=by)


def freeze(report: AnnualReport, content: dict, pdf: bytes, *, by: Membership) -> AnnualReport:
    current = AnnualReport.objects.select_for_update().get(pk=report.pk)
    membership = Membership.objects.current_of(by)
    if current.is_published:
        return current
    if membership is None or not can_publish_annual(membership, current):
        raise AnnualError(_("Solo la Secretaría Técnica publica el informe anual."))
    require_version(current, report.version)
    current.state = AnnualState.PUBLISHED
    current.content, current.data_sha256 = content, sha256(canonical(content))
    current.pdf_size, current.pdf_sha256 = len(pdf), sha256(pdf)
    current.published_at, current.published_by = timezone.now(), membership.user
    current.pdf.save(file_name(current), ContentFile(pdf), save=False)
    current.save()
    return current


def require_version(report: AnnualReport, version: int) -> None:
    if report.version != version:
        raise AnnualError(
            _("Los textos cambiaron después de que usted los revisó. Revíselos de nuevo.")
        )


def require_composer(by: Membership) -> None:
    if not can_compose_annual(Membership.objects.current_of(by)):
        raise AnnualError(_("Solo la Secretaría Técnica prepara el informe anual."))


def require_year(plan: Plan, year: int) -> None:
    if year not in plan.years:
        raise AnnualError(
            _("El plan va de %(first)s a %(last)s; no tiene el año %(year)s.")
            % {"first": plan.start.year, "last": plan.end.year, "year": year}
        )


def editions_of(plan: Plan, year: int) -> QuerySet[AnnualReport]:
    return plan.annual_reports.filter(year=year).order_by("-edition")


def next_edition(last: AnnualReport | None) -> int:
    """The number of what is not published yet."""
    if last is None:
        return 1
    return last.edition + 1 if last.is_published else last.edition


def blockers(report: AnnualReport, content: dict) -> list[str]:
    """Why it cannot be published yet, in sentences; the page shows the same list that guards."""
    reasons = []
    if content["report"]["is_empty"]:
        reasons.append(nothing_validated(report.year))
    if report.edition > 1 and not report.erratum.strip():
        reasons.append(_("Escriba qué corrige esta edición respecto de la anterior."))
    return reasons


def nothing_validated(year: int) -> str:
    return _("No hay ningún informe semestral validado de %(year)s.") % {"year": year}


# Content


def summarise(
    plan: Plan,
    year: int,
    *,
    texts: Texts,
    edition: int,
    status: str = AnnualState.COMPOSING,
    as_of: datetime.date | None = None,
    allow_empty: bool = False,
    whole: bool = True,
) -> dict:
    """All that the report says, as plain values. Raises AnnualError.

    Not whole, it lacks what is only printed: the risks, and how the plan differs from its edition.
    """
    require_year(plan, year)
    with translation.override(settings.LANGUAGE_CODE), one_moment():
        reading = read_year(plan, year, as_of=as_of, with_risks=whole)
        data = year_data(reading)
        is_empty = data["summary"]["reports_validated"] == 0
        if is_empty and not allow_empty:
            raise AnnualError(nothing_validated(year))
        content = {
            "schema": SCHEMA,
            "report": {
                "plan": plan.code,
                "plan_title": plan.title,
                **(edition_today(plan) if whole else {}),
                "year": year,
                "edition": edition,
                "status": str(status),
                "as_of": reading.as_of.isoformat(),
                "is_demonstration": plan.is_demonstration,
                "is_empty": is_empty,
            },
            "thresholds": {"red_below": plan.red_below, "green_from": plan.green_from},
            "texts": {name: getattr(texts, name) for name in TEXTS},
            **data,
            "priorities": priorities.printed(plan, year + 1, whole=whole),
            "findings": findings.printed(plan, datetime.date(year, 12, 31), whole=whole),
        }
    return json.loads(canonical(content))


def edition_today(plan: Plan) -> dict:
    """The last edition of the plan, and whether the plan still says what that one says."""
    last = plan.editions.first()
    if last is None:
        return {"plan_edition": None, "plan_changed_since": False}
    changed = bool(difference(last.content, export_whole_plan(plan)))
    return {"plan_edition": last.number, "plan_changed_since": changed}


def named_edition(edition: PlanEdition) -> dict:
    return {"plan_edition": edition.number, "plan_changed_since": False}


def summarise_report(
    report: AnnualReport,
    *,
    status: str = AnnualState.COMPOSING,
    allow_empty: bool = False,
    whole: bool = True,
) -> dict:
    """What the report says: as frozen, or as it would be now. Raises AnnualError."""
    if report.content is not None:
        return report.content
    return summarise(
        report.plan,
        report.year,
        texts=Texts.of(report),
        edition=report.edition,
        status=status,
        allow_empty=allow_empty,
        whole=whole,
    )


def render(content: dict) -> bytes:
    """The PDF of a content, and of nothing else."""
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(
            "monitoring/report_pdf/report.html",
            {
                **content,
                "as_of": datetime.date.fromisoformat(content["report"]["as_of"]),
                "is_published": content["report"]["status"] == AnnualState.PUBLISHED,
                "data_sha256": sha256(canonical(content)),
            },
        )
    return render_pdf(html, ["corett/report.css"])


def published_pdf(report: AnnualReport) -> File:
    """The stored file, open. Raises AnnualError."""
    try:
        return report.pdf.open()
    except FileNotFoundError as error:
        raise AnnualError(
            _("El archivo de «%(report)s» falta en el servidor. Avise a la Secretaría Técnica.")
            % {"report": report}
        ) from error


def file_name(report: AnnualReport) -> str:
    return f"informe-anual-{report.year}-ed{report.edition}.pdf"
