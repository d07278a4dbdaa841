"""The whole demonstration, built once on a base that holds nothing real."""

from random import Random

from django.db import connection, transaction

from corett.accounts.models import Stakeholder, User
from corett.audit import triggers
from corett.directory.models import Institution
from monitoring import annual
from monitoring.demo import texts
from monitoring.demo.findings import invent_findings
from monitoring.demo.people import create_people, membership_of
from monitoring.demo.plan import confirm_targets, invent_cells, invent_targets
from monitoring.demo.priorities import invent_priorities
from monitoring.demo.reports import invent_semesters
from monitoring.demo.risks import invent_risks
from monitoring.models import AnnualReport, ProgressEntry, ProgressReport, ReportState
from plan.models import Plan

SEED = 2024
PUBLISHED_YEARS = (2025,)


class InRealUse(Exception):
    """The base holds real people or reports; a demonstration has no place in it."""


def build(plan: Plan) -> bool:
    """Build the demonstration; False when it already stood. Raises InRealUse."""
    if plan.is_demonstration:
        return False
    refuse_real_use()
    with transaction.atomic(), triggers.thawed():
        invent(plan)
    return True


def refuse_real_use() -> None:
    """A base with people or reports that are not the demonstration's is in use: InRealUse.

    Asked also of a base that was never migrated, or is about to be.
    """
    tables = set(connection.introspection.table_names())
    used = [
        model
        for model in (User, ProgressReport, AnnualReport)
        if model._meta.db_table in tables and model.objects.exists()
    ]
    if used and not Plan.objects.filter(is_demonstration=True).exists():
        raise InRealUse


def invent(plan: Plan) -> None:
    plan.is_demonstration = True
    plan.save()
    create_people()
    create_institutions()
    invent_cells(plan)
    confirm_targets(plan)
    invent_targets(plan)
    invent_semesters(plan, Random(SEED))
    invent_risks(plan)
    invent_priorities(plan)
    invent_findings(plan)
    for year in PUBLISHED_YEARS:
        publish_annual(plan, year)


def create_institutions() -> None:
    for country in Stakeholder.objects.countries():
        for name, type, sector in texts.INSTITUTIONS:
            Institution.objects.create(
                country=country,
                name=name.format(country=country.name),
                type=type,
                sector=sector,
                is_public=type != "civil_society",
            )
    for name in texts.INTERNATIONAL:
        Institution.objects.create(name=name, type="international")


def publish_annual(plan: Plan, year: int) -> None:
    by = membership_of("ST")
    report = annual.start_annual(plan, year, by=by)
    for section, text in texts.SECTIONS.items():
        annual.save_text(report, section, text, version=1, by=by)
    for entry in to_highlight(plan, year):
        annual.highlight(report, entry, by=by)
    report.refresh_from_db()
    annual.publish(report, version=report.version, by=by, reason=texts.WITHOUT_REVIEW)


def to_highlight(plan: Plan, year: int) -> list[ProgressEntry]:
    """The first words of two countries, of which one writes in English."""
    told = ProgressEntry.objects.filter(
        report__state=ReportState.VALIDATED,
        report__period__semester__plan=plan,
        report__period__semester__year=year,
    ).exclude(progress="")
    of_each = (told.filter(report__stakeholder__code=code).first() for code in ("HN", "BZ"))
    return [entry for entry in of_each if entry is not None]
