"""What the annual report may say by itself, beside what people wrote in it."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Choices

from corett.accounts.models import Language, StakeholderKind
from monitoring.achievement import State, Verdict
from monitoring.activity_rows import Resource
from monitoring.annual.labels import COMPOSED
from monitoring.annual.risks_content import Trend
from monitoring.models import (
    AmountStatus,
    Category,
    Decision,
    EntryStatus,
    FindingSource,
    FindingState,
    Modality,
    ReportState,
    Stage,
)
from monitoring.region.schedule import CellState
from plan.difference import FIELDS, Part
from plan.models import EditionReason, Kind, Measure, Scope
from plan.models.plan import Semester
from risks.models import Level
from risks.reporting import Coverage
from tests.catalogue import Message, called_in, of_templates, parsed, said_under

TEMPLATES = settings.BASE_DIR / "templates" / "monitoring" / "report_pdf"
FILES = settings.BASE_DIR / "monitoring" / "annual" / "files"
PRINTING = [
    "monitoring/annual/announcing.py",
    "monitoring/annual/annexes.py",
    "monitoring/annual/chapters.py",
    "monitoring/annual/contents.py",
    "monitoring/annual/labels.py",
    "monitoring/templatetags/annual.py",
    "monitoring/templatetags/annual_back.py",
    "corett/lib/charts/bars.py",
    "corett/lib/charts/columns.py",
    "corett/lib/charts/maps.py",
    "corett/lib/charts/stacked.py",
]
"""Modules that speak while the report is printed."""

FREEZING = ["monitoring/standings.py", "monitoring/reading.py"]
"""Modules of which every sentence is frozen in the content."""

PARTLY = {
    "monitoring/templatetags/region_life.py": {"MEANINGS"},
    "monitoring/reporting.py": {"state_of_report", "declared_status", "institutions_data"},
    "plan/models/plan.py": {"Half", "label"},
}
FROZEN: list[type[Choices]] = [
    *(AmountStatus, Category, CellState, Coverage, Decision, EditionReason, EntryStatus),
    *(FindingSource, FindingState, Kind, Language, Level, Measure.ReportedBy, Modality, Part),
    *(ReportState, Resource, Scope, Semester.Half, Stage, State, Trend, Verdict),
]
"""Choices of which the content keeps the Spanish label."""

COORDINATION = (StakeholderKind.PRESIDENCY, StakeholderKind.SECRETARIAT, StakeholderKind.COUNTRY)


def messages_of_report() -> set[Message]:
    return {*of_templates(TEMPLATES, "*.html"), *of_code(), *of_labels(), *of_fixtures()}


def of_code() -> Iterator[Message]:
    files = sorted(path.relative_to(settings.BASE_DIR) for path in FILES.glob("*.py"))
    for name in [*PRINTING, *FREEZING, *map(str, files)]:
        yield from called_in(parsed(name))
    for name, parts in PARTLY.items():
        yield from said_under(name, parts)


def of_labels() -> Iterator[Message]:
    for choices in FROZEN:
        yield from ((str(label),) for label in choices.labels)
    for label in FIELDS.values():
        yield (str(label),)
    for _shape, message in COMPOSED:
        yield (message,)
    yield ("el plan",)


def of_fixtures() -> Iterator[Message]:
    """The units of the measures, and who reports."""
    for row in fixture("measures"):
        if "unit" in row["fields"]:
            yield (row["fields"]["unit"],)
    for row in fixture("stakeholders"):
        if row["fields"]["kind"] in COORDINATION:
            yield (row["fields"]["name"],)


def fixture(name: str) -> list[dict]:
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text())
