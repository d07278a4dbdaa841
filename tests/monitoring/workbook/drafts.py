"""Drafts with something of everything in them."""

import datetime
from decimal import Decimal

from monitoring.models import Amount, EntryStatus, Figure, Milestone, RegistryCheck
from plan.models import GuidingApproach, Measure
from risks.models import Risk
from tests.factories import EvidenceFactory, InstitutionFactory, RecordFactory

TEXTS = [
    "=1+1",
    "+504 2222",
    "-5 grados",
    "@corett",
    "Ñandú, güira y «comillas»",
    "_x0041_ literal",
    "<b>&amp;</b>",
]


def measure(code: str) -> Measure:
    activity, _dot, letter = code.rpartition(".")
    return Measure.objects.get(indicator__activity__code=activity, letter=letter)


def row(report, code: str, title: str, **fields):
    entry = report.entries.get(activity__code=code)
    ended_on = fields.pop("ended_on", datetime.date(2025, 3, 1))
    return RecordFactory(entry=entry, title=title, ended_on=ended_on, **fields)


def fill_country(report) -> None:
    """Every kind of measure that a country is asked, odd texts, institutions and evidence."""
    ministry = InstitutionFactory(country=report.stakeholder, name="Ministerio Público; Fiscalía")
    agency = InstitutionFactory(country=None, name="OIM Honduras")
    people = row(
        report,
        "1.1",
        TEXTS[0],
        place=TEXTS[1],
        modality="hybrid",
        scope="regional",
        quantity=3,
        started_on=datetime.date(2025, 2, 1),
        resources_usd=Decimal("1500.50"),
        resources_source=TEXTS[3],
        institutions=[ministry, agency],
    )
    for category, number in (("women", 12), ("men", 0), ("under_18", 3)):
        Figure.objects.create(
            record=people, measure=measure("1.1.c"), category=category, number=number
        )
    row(report, "1.1", TEXTS[4], ended_on=datetime.date(2024, 11, 5), is_late=True)
    register = row(report, "3.2", TEXTS[5])
    RegistryCheck.objects.create(record=register, measure=measure("3.2.a"), is_current=False)
    campaign = row(report, "3.3", TEXTS[6], modality="remote")
    Figure.objects.create(record=campaign, measure=measure("3.3.b"), number=40)
    routes = row(report, "5.3", "Rutas")
    Milestone.objects.create(record=routes, measure=measure("5.3.a"), stage="draft")
    EvidenceFactory(entry=routes.entry, record=routes, url="https://ejemplo.example/rutas")
    EvidenceFactory(entry=routes.entry, url="https://ejemplo.example/actividad")
    messages = row(report, "10.3", "Mensajes en la radio")
    Figure.objects.create(record=messages, measure=measure("10.3.a"), number=7)
    Figure.objects.create(
        record=messages, measure=measure("10.3.b"), category="social", number=9_000_000_000
    )
    tell(report, "1.1")
    report.entries.filter(activity__code="2.2").update(no_activity=True)


def fill_joint(report) -> None:
    """Two deliverables of one activity, and as much money as fits."""
    for code, stages in (("5.2", ("approved", "terms")), ("6.1", ("", "validated"))):
        product = row(report, code, f"Producto de {code}")
        for letter, stage in zip("ab", stages, strict=True):
            if stage:
                Milestone.objects.create(
                    record=product, measure=measure(f"{code}.{letter}"), stage=stage
                )
    gift = row(report, "11.1", "Donación", scope="regional")
    Amount.objects.create(
        record=gift,
        measure=measure("11.1.a"),
        amount=Decimal("9999999999999.99"),
        currency="HNL",
        usd=Decimal("4000000.10"),
        source="=Cooperación",
        status="received",
    )


def tell(report, code: str) -> None:
    entry = report.entries.get(activity__code=code)
    entry.status = EntryStatus.RESCHEDULED
    entry.reason, entry.progress = "Faltó tiempo.", "Primera línea.\r\n\r\n=Segunda línea."
    entry.save()
    entry.approaches.set(GuidingApproach.objects.all()[:3])
    entry.risks_met.set(Risk.objects.all()[:2])
