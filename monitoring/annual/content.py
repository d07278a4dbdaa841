"""All that an annual report says, as plain values: summarised once, frozen when published."""

import datetime
import json

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from corett.accounts.models import Language, Membership, Stakeholder
from corett.lib.canonical import canonical
from corett.lib.moment import one_moment
from monitoring import findings, priorities
from monitoring.annual.errors import AnnualError
from monitoring.annual.printed import edition_named, printed_data
from monitoring.annual.writing import require_year
from monitoring.models import AnnualReport, AnnualState, ReportState
from monitoring.reading import code_and_name, read_year
from monitoring.reporting import year_data
from plan.models import Plan

SCHEMA = 3
"""1: before priorities and findings. 2: before the words of each section had their language.
What was frozen so stays so."""
LANGUAGES = [language.value for language in Language]


def summarise(
    plan: Plan,
    year: int,
    *,
    report: AnnualReport | None = None,
    edition: int = 1,
    status: str = AnnualState.COMPOSING,
    as_of: datetime.date | None = None,
    allow_empty: bool = False,
    whole: bool = True,
    activity: str = "",
) -> dict:
    """All that the report says, with the words and choices of `report`. Raises AnnualError.

    `activity` is the code of the only one that is read, where its chapter alone is looked at.

    Not whole, it lacks what is only printed: the cronograma, the risks, how the plan differs from
    its edition, and what else `printed_data` reads.
    """
    require_year(plan, year)
    edition = report.edition if report else edition
    with translation.override(settings.LANGUAGE_CODE), one_moment():
        reading = read_year(plan, year, as_of=as_of, with_risks=whole, activity=activity)
        data = year_data(reading)
        printed = printed_data(reading, data["risks"]) if whole else {}
        is_empty = data["summary"]["reports_validated"] == 0
        if is_empty and not allow_empty:
            raise AnnualError(nothing_validated(year))
        content = {
            "schema": SCHEMA,
            "report": {
                "plan": plan.code,
                "plan_title": plan.title,
                **(edition_named(printed["plan_editions"]) if whole else {}),
                "year": year,
                "edition": edition,
                "address": address_of(plan, year, edition),
                "status": str(status),
                "is_final": report.is_final if report else False,
                "languages": LANGUAGES,
                "as_of": reading.as_of.isoformat(),
                "is_demonstration": plan.is_demonstration,
                "is_empty": is_empty,
            },
            "thresholds": {"red_below": plan.red_below, "green_from": plan.green_from},
            "texts": texts_data(report),
            "highlights": highlights_data(report),
            "corrects": None,
            **data,
            **printed,
            **({"country_languages": country_languages()} if whole else {}),
            "priorities": priorities.printed(plan, year + 1, whole=whole),
            "findings": findings.printed(plan, datetime.date(year, 12, 31), whole=whole),
        }
    return json.loads(canonical(content))


def address_of(plan: Plan, year: int, edition: int) -> str:
    """Where this edition is read and its files with their hashes are, as a colophon prints it."""
    path = reverse("monitoring:annual_detail", args=[plan.code, year, edition])
    return f"{settings.SITE_URL}{path}"


def country_languages() -> dict[str, list[str]]:
    """In which languages a country gets its edition: Spanish, and that of its people's notices."""
    found: dict[str, list[str]] = {}
    current = Membership.objects.current().filter(stakeholder__in=Stakeholder.objects.countries())
    pairs = current.order_by("stakeholder__order", "user__language")
    for code, language in pairs.values_list("stakeholder__code", "user__language").distinct():
        languages = found.setdefault(code, [settings.LANGUAGE_CODE])
        if language not in languages:
            languages.append(language)
    return found


def texts_data(report: AnnualReport | None) -> dict:
    """What is written, by section; what is empty is not in it."""
    if report is None:
        return {}
    texts = {
        one.section: {"text": one.text, "language": one.language}
        for one in report.texts.all()
        if one.text.strip()
    }
    if report.erratum.strip():
        texts["erratum"] = {"text": report.erratum, "language": settings.LANGUAGE_CODE}
    return texts


def highlights_data(report: AnnualReport | None) -> list[dict]:
    """Words that are no longer validated are not printed, though they stay chosen."""
    if report is None:
        return []
    chosen = report.highlights.select_related(
        "entry__activity", "entry__report__stakeholder", "entry__report__period__semester"
    )
    return [
        {
            **code_and_name(one.entry.report.stakeholder),
            "activity": one.entry.activity.code,
            "semester": one.entry.report.period.semester.code,
            "text": one.entry.progress,
            "language": one.entry.language,
        }
        for one in chosen
        if one.entry.report.state == ReportState.VALIDATED and one.entry.progress
    ]


def nothing_validated(year: int) -> str:
    return _("No hay ningún informe semestral validado de %(year)s.") % {"year": year}


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
        report=report,
        status=status,
        allow_empty=allow_empty,
        whole=whole,
    )
