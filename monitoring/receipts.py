"""What a stakeholder's report said when it was sent: frozen, printed, given a hash and mailed.

A draft is printed by the same road, from the same data, and says that it is one.
"""

import datetime
import json
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max, Prefetch
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from corett.accounts.models import StakeholderKind
from corett.directory.models import Institution
from corett.lib.canonical import canonical, sha256
from corett.lib.moment import one_moment
from corett.lib.pdf import render_pdf
from monitoring.entry_values import entry_values
from monitoring.models import (
    Amount,
    Evidence,
    Figure,
    Milestone,
    Modality,
    ProgressEntry,
    ProgressReport,
    Receipt,
    Record,
    RegistryCheck,
    ReportEvent,
    ReportState,
)
from monitoring.models.entry import ProgressEntryQuerySet
from monitoring.models.status import TEXTS
from monitoring.reading import Answer, choice
from monitoring.standings import plain
from plan.models import Kind, Scope

SCHEMA = 1
VALUES = {
    "figures": Figure,
    "milestones": Milestone,
    "registry_checks": RegistryCheck,
    "amounts": Amount,
}
MEASURED = "measure__indicator__activity"
STYLESHEETS = ["corett/report/base.css", "corett/country.css"]


# Writing


def write_receipt(report: ProgressReport, event: ReportEvent) -> Receipt:
    """Freeze what the report says at this step; belongs in the step's own transaction."""
    last = report.receipts.aggregate(last=Max("number"))["last"] or 0
    content = report_content(report, number=last + 1)
    return Receipt.objects.create(
        event=event,
        report=report,
        number=last + 1,
        content=content,
        data_sha256=sha256(canonical(content)),
    )


# Content


def report_content(report: ProgressReport, *, number: int | None = None) -> dict:
    """All that the report says, as plain values, in the words of its period's edition."""
    with translation.override(settings.LANGUAGE_CODE), one_moment():
        axes = axes_data(report, whole_entries(report))
        content = {
            "schema": SCHEMA,
            "report": report_data(report, number),
            "counts": counts_of(activities_in(axes)),
            "axes": axes,
        }
    return json.loads(canonical(content))


def whole_entries(report: ProgressReport) -> ProgressEntryQuerySet:
    """In plan order with all that they say, in a fixed number of queries."""
    return report.entries.in_plan_order().prefetch_related(
        "activity__indicator__measures",
        "approaches",
        "risks_met",
        "evidence",
        "records__institutions__country",
        *(
            Prefetch(
                f"records__{name}", model._default_manager.select_related(MEASURED).order_by("pk")
            )
            for name, model in VALUES.items()
        ),
    )


def report_data(report: ProgressReport, number: int | None) -> dict:
    semester = report.period.semester
    return {
        "plan": semester.plan.code,
        "plan_title": semester.plan.title,
        "plan_edition": report.period.edition.number,
        "is_demonstration": semester.plan.is_demonstration,
        "stakeholder": report.stakeholder.code,
        "stakeholder_name": report.stakeholder.name,
        "title": str(report.title),
        "semester": semester.code,
        "semester_label": str(semester.label),
        "state": choice(ReportState(report.state)),
        "is_draft": report.is_editable,
        "number": number,
        **moment_data(report),
    }


def moment_data(report: ProgressReport) -> dict:
    """When it was sent and by whom; of a draft, the moment at which it said this."""
    if report.is_editable or report.submitted_at is None:
        return {"as_of": exact(timezone.now()), "sent_by": ""}
    return {"as_of": exact(report.submitted_at), "sent_by": str(report.submitted_by)}


def exact(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def axes_data(report: ProgressReport, entries: Iterable[ProgressEntry]) -> list[dict]:
    axes: dict[tuple[int, str], list[dict]] = {}
    for entry in entries:
        entry.report = report
        axes.setdefault(entry.axis, []).append(entry_data(entry))
    return [
        {"number": number, "name": name, "activities": activities}
        for (number, name), activities in axes.items()
    ]


def activities_in(axes: list[dict]) -> list[dict]:
    return [activity for axis in axes for activity in axis["activities"]]


def counts_of(activities: list[dict]) -> dict:
    return {
        "asked": len(activities),
        "answered": sum(one["is_answered"] for one in activities),
        "no_activity": sum(one["no_activity"] for one in activities),
        "records": sum(len(one["records"]) for one in activities),
        "evidence": sum(len(one["evidence"]) for one in activities),
    }


def entry_data(entry: ProgressEntry) -> dict:
    titles: dict[int | None, str] = {record.pk: record.title for record in entry.records.all()}
    return {
        "code": entry.activity.code,
        "statement": entry.statement,
        "indicator": entry.indicator_statement,
        "is_answered": entry.is_answered,
        "status": declared(entry),
        "no_activity": entry.no_activity,
        "no_records": entry.no_records,
        **{name: getattr(entry, name) for name in TEXTS},
        "approaches": entry.approach_names,
        "risks_met": [
            {"code": code, "statement": statement} for code, statement in entry.risk_lines
        ],
        "measures": measures_data(entry),
        "records": [record_data(record) for record in entry.records.all()],
        "evidence": [evidence_data(one, titles) for one in entry.evidence.all()],
    }


def declared(entry: ProgressEntry) -> dict | None:
    """Nothing before it is answered: the status that each new entry is given is nobody's word."""
    status = Answer(entry, []).declared
    return choice(status) if status and entry.is_answered else None


def measures_data(entry: ProgressEntry) -> list[dict]:
    return [
        {
            "code": one["measure"].code,
            "name": one["measure"].name,
            "unit": one["measure"].unit,
            "kind": choice(Kind(one["measure"].kind)),
            "value": one["value"],
        }
        for one in entry_values(entry)
    ]


def record_data(record: Record) -> dict:
    return {
        "title": record.title,
        "started_on": record.started_on.isoformat() if record.started_on else None,
        "ended_on": record.ended_on.isoformat(),
        "is_late": record.is_late,
        "quantity": record.quantity,
        "place": record.place,
        "modality": choice(Modality(record.modality)) if record.modality else None,
        "scope": choice(Scope(record.scope)),
        "values": [
            {"measure": measure.code, "name": measure.name, "said": said}
            for measure, said in record.stated_values()
        ],
        "institutions": [
            institution_data(one)
            for one in sorted(record.institutions.all(), key=lambda one: (one.name, one.pk))
        ],
        "resources_usd": plain(record.resources_usd),
        "resources_source": record.resources_source,
    }


def institution_data(institution: Institution) -> dict:
    country = institution.country
    return {
        "name": institution.name,
        "country": country.name if country else "",
        "is_public": institution.is_public,
    }


def evidence_data(evidence: Evidence, titles: dict[int | None, str]) -> dict:
    """`of` is the action that it shows, empty where it shows the whole activity."""
    return {
        "title": evidence.title,
        "of": titles.get(evidence.record_id, ""),
        "url": evidence.url,
        "file": evidence.original_name,
        "size": evidence.size,
        "sha256": evidence.sha256,
        "is_public": evidence.is_public,
    }


# Printing


def render(content: dict) -> bytes:
    """The PDF of a content, and of nothing else."""
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string("monitoring/country_pdf/report.html", to_print(content))
    return render_pdf(html, STYLESHEETS)


def to_print(content: dict) -> dict:
    return {
        **content,
        "as_of": datetime.datetime.fromisoformat(content["report"]["as_of"]),
        "data_sha256": sha256(canonical(content)),
    }


def report_pdf(report: ProgressReport) -> bytes:
    """What stands sent, as it was received; else the draft as it is now."""
    receipt = None if report.is_editable else report.receipts.first()
    return render(receipt.content if receipt else report_content(report))


def file_name(report: ProgressReport, *, number: int | None = None) -> str:
    """Without its extension."""
    of_whom = f"{report.stakeholder.code}-{report.period.semester.code}".lower()
    if number is not None:
        return f"informe-semestral-{of_whom}-envio-{number}"
    return f"borrador-{of_whom}" if report.is_editable else f"informe-semestral-{of_whom}"


# Mailing


def about(receipt: Receipt) -> str:
    """Under which name its mail is written down."""
    report = receipt.report
    return f"semestre/{report.period.semester_id}/informe/{report.pk}/acuse/{receipt.number}"


def mailed_as(about: str) -> Receipt:
    """The receipt of a mail that was written down."""
    *_before, report, _word, number = about.split("/")
    return Receipt.objects.get(report=int(report), number=int(number))


def subject_and_text(receipt: Receipt) -> tuple[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Acuse de recibo: %(report)s, envío %(number)s") % {
            "report": receipt.report,
            "number": receipt.number,
        }
        return subject, mail_text(receipt)


def attachment(receipt: Receipt) -> tuple[str, bytes, str]:
    name = f"{file_name(receipt.report, number=receipt.number)}.pdf"
    return name, render(receipt.content), "application/pdf"


def mail_text(receipt: Receipt) -> str:
    return render_to_string(
        "monitoring/receipt_mail.txt",
        {
            "receipt": receipt,
            "report": receipt.report,
            "counts": receipt.content["counts"],
            "next_steps": next_steps(receipt.report),
            "address": f"{settings.SITE_URL}{receipt.get_absolute_url()}",
        },
    )


def next_steps(report: ProgressReport) -> list[str]:
    """What happens to a report that was just sent, in sentences."""
    reviewer = _("la Secretaría Técnica")
    if report.stakeholder.kind == StakeholderKind.SECRETARIAT:
        reviewer = _("la Presidencia")
    return [
        _("Ahora lo revisa %(reviewer)s.") % {"reviewer": reviewer},
        _("Hasta que empiece la revisión, usted puede retirarlo, corregirlo y enviarlo de nuevo."),
        _("Si falta algo, se le devuelve con un mensaje; al enviarlo otra vez hay un acuse nuevo."),
        _("Cuando esté validado, cuenta en el informe anual."),
    ]
