"""Words that are nowhere else: each is planted in one place, and says who may come upon it."""

import re
from dataclasses import dataclass
from itertools import count

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from monitoring import annual
from monitoring.models import (
    AnnualText,
    Audience,
    ChangeAction,
    EntryChange,
    Figure,
    Record,
    ReportAction,
)
from plan.models import Kind, Measure
from risks.models import RiskReview
from tests.factories import (
    CommentFactory,
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    PriorityFactory,
)
from tests.full_world import member, step
from tests.trust.things import Things
from tests.trust.world import HOME, TrustWorld

ST, PRES, EVAL, ROOT = "Secretaría", "Presidencia", "evaluación", "superusuario"
OIM, DONOR, STRANGER = "observador", "donante", "otro país"
REGION = frozenset({ST, PRES, EVAL, ROOT})
OF_COUNTRY = frozenset({"HN", "GT", "MX", "CR", STRANGER})
OF_VALIDATED = REGION | {OIM, DONOR}
PARTIES = OF_VALIDATED | OF_COUNTRY
OF_TRAIL = frozenset({ST, EVAL, ROOT})
"""Who reads the trail reads there every word that anybody saved."""

WORD = re.compile(r"kanario\d{4}zq", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,-])(?:\d{9,12}|\d{1,3}([.,\s])\d{3}(?:\1\d{3}){1,2})(?![\w-])")
STEP, SLACK = 100_000_000, 1_000_000
BITS = {"HN": 1, "GT": 2, "MX": 4, "ST": 8}
"""Of each report that is not validated the figures are so many hundred millions: where they are
added to others, the sum still says whose are in it.
"""


def tokens_in(text: str) -> frozenset[str]:
    words = {word.lower() for word in WORD.findall(text)}
    return frozenset(words.union(*(figures_in(found[0]) for found in NUMBER.finditer(text))))


def figures_in(number: str) -> set[str]:
    """Those of which it is the sum, with what is not hidden beside them."""
    whole, rest = divmod(int(re.sub(r"\D", "", number)), STEP)
    if rest >= SLACK or whole >= 1 << 2 * len(BITS):
        return set()
    money = {f"dinero de {code}" for code, bit in BITS.items() if whole & bit << len(BITS)}
    return money | {f"cantidad de {code}" for code, bit in BITS.items() if whole & bit}


@dataclass(frozen=True)
class Canary:
    token: str
    where: str
    readers: frozenset[str]


class Aviary:
    """`addresses` are of what no page need link to: as somebody would guess them."""

    def __init__(self):
        self.canaries: list[Canary] = []
        self.numbers = count(1)
        self.addresses: list[str] = []

    def new(self, where: str, readers) -> str:
        token = f"kanario{next(self.numbers):04d}zq"
        self.canaries.append(Canary(token, where, frozenset(readers)))
        return token

    def in_row(self, row: models.Model, readers, *names: str) -> None:
        """One in each of the columns."""
        where = f"{row._meta.verbose_name} {getattr(row, 'pk', '')}"
        told = {name: self.new(f"{where}: {name}", readers) for name in names}
        type(row)._base_manager.filter(pk=row.pk).update(**told)

    def in_figures(self, record: Record, code: str, readers) -> None:
        """What was counted, and what it cost."""
        measures = Measure.objects.filter(indicator__activity=record.entry.activity)
        Figure.objects.create(
            record=record, measure=measures.get(kind=Kind.COUNT), number=BITS[code] * STEP
        )
        money = (BITS[code] << len(BITS)) * STEP
        Record.objects.filter(pk=record.pk).update(resources_usd=money)
        for what in (f"cantidad de {code}", f"dinero de {code}"):
            self.canaries.append(Canary(what, f"{what}, sin validar", frozenset(readers)))

    def at(self, name: str, row: models.Model) -> None:
        self.addresses.append(reverse(f"monitoring:{name}", args=[row.pk]))

    @property
    def tokens(self) -> dict[str, Canary]:
        return {canary.token: canary for canary in self.canaries}


def release(world: TrustWorld, things: Things) -> Aviary:
    aviary = Aviary()
    for state, code in {
        "borrador": "HN",
        "enviado": "GT",
        "devuelto": "MX",
        "validado": "CR",
    }.items():
        of_report(aviary, world, state, code)
    of_the_secretariats_report(aviary, world)
    of_institutions(aviary, world)
    of_editions(aviary, world, things)
    of_decisions(aviary, world, things)
    of_uploads(aviary, things)
    return aviary


ENTRY = ("progress", "obstacles", "next_steps", "approaches_how")
RECORD = ("title", "place")


def of_report(aviary: Aviary, world: TrustWorld, state: str, code: str) -> None:
    """Of what is validated the observers read the report, and the countries what of it stands in
    the edition in review; whose money it was, what was said to get there, and what is marked
    «no publicar», is for its people alone.
    """
    found, own = world.reports[state], REGION | {code}
    readers, of_text = (OF_VALIDATED | {code}, PARTIES) if state == "validado" else (own, own)
    entry = found.record.entry
    aviary.in_row(entry, of_text, *ENTRY)
    aviary.in_row(entry, readers, "risks_response")
    aviary.in_row(found.record, readers, *RECORD)
    aviary.in_row(found.record, own, "resources_source")
    if code in BITS:
        aviary.in_figures(found.record, code, own)
    evidence(aviary, found.record, readers, of_text, is_public=True)
    evidence(aviary, found.record, own, own, is_public=False)
    CommentFactory(entry=entry, text=aviary.new(f"comentario, {state}", own))
    changed(aviary, entry, own, code)
    said = aviary.new(f"palabras de la devolución, {state}", own)
    step(found.draft, ReportAction.RETURN, member("ST"), comment=said)


def evidence(aviary: Aviary, record, readers, of_title, *, is_public: bool) -> None:
    where = "medio de verificación" if is_public else "medio que no se publica"
    name = f"{aviary.new(f'{where}: nombre del archivo', readers)}.pdf"
    content = aviary.new(f"{where}: contenido", readers).encode()
    row = EvidenceFactory(
        entry=record.entry,
        record=record,
        title=aviary.new(f"{where}: título", of_title),
        url="",
        file=ContentFile(content, name=name),
        original_name=name,
        is_public=is_public,
    )
    aviary.at("evidence_download", row)


def changed(aviary: Aviary, entry, readers, code: str) -> None:
    by = member(code)
    before = aviary.new("lo que decía antes un avance", readers)
    EntryChange.objects.create(
        entry=entry,
        action=ChangeAction.SAVED,
        fields=[{"label": "Avances", "before": before, "after": "otro"}],
        by=by.user,
        stakeholder=by.stakeholder,
    )


def of_the_secretariats_report(aviary: Aviary, world: TrustWorld) -> None:
    found = world.reports["enviado, de la Secretaría"]
    aviary.in_row(found.record.entry, REGION, "progress", "obstacles")
    aviary.in_row(found.record, REGION, "title")
    aviary.in_figures(found.record, "ST", REGION)


def of_institutions(aviary: Aviary, world: TrustWorld) -> None:
    """Named by what is validated, and not to be published; one is of a country, one of none. Who
    named it in its own report finds it again in the form, the workbook and the receipt.
    """
    record = world.reports["validado"].record
    for where, country in [
        ("institución del país que no se publica", record.entry.report.stakeholder),
        ("institución internacional que no se publica", None),
    ]:
        name = aviary.new(where, REGION | {"CR"})
        row = InstitutionFactory(country=country, name=name, is_public=False)
        record.institutions.add(row)
        aviary.at("institution_detail", row)


def of_editions(aviary: Aviary, world: TrustWorld, things: Things) -> None:
    """Nobody reads a text in preparation but the region's readers; in review, the countries too."""
    for state, readers in [("en preparación", REGION), ("en consulta", REGION | OF_COUNTRY)]:
        report, by = world.editions[state], member("ST")
        text = aviary.new(f"texto de la edición {state}", readers)
        AnnualText.objects.update_or_create(
            report=report,
            section="introduction",
            defaults={"text": text, "saved_at": timezone.now(), "saved_by": by.user},
        )
    said = aviary.new("comentario a la edición en consulta", REGION | OF_COUNTRY)
    annual.comment(world.base.composing, things.section, said, by=member(HOME))
    aviary.in_row(world.base.reply, OF_TRAIL | {OIM}, "text")
    past = things.past[f"para {Audience.STAKEHOLDERS.label}"]
    aviary.in_row(past, PARTIES, "title")


def of_decisions(aviary: Aviary, world: TrustWorld, things: Things) -> None:
    plan, home = world.base.plan, member(HOME)
    for number, where, owner, readers in [
        (951, "hallazgo a cargo del país", home.stakeholder, REGION | {HOME}),
        (952, "hallazgo sin nadie a cargo", None, REGION),
    ]:
        text = aviary.new(where, readers)
        row = FindingFactory(plan=plan, number=number, owner=owner, text=text, is_public=False)
        aviary.at("finding_detail", row)
    activity = plan.activities.filter(retired_on=None).last()
    reason = aviary.new("prioridad sin visto bueno", REGION)
    PriorityFactory(activity=activity, year=things.year, reason=reason)
    RiskReview.objects.create(
        risk=plan.risks.first(),
        semester=plan.semesters.filter(year=2025).first(),
        stakeholder=home.stakeholder,
        level="high",
        response=aviary.new("revisión de riesgos del país", REGION | {HOME}),
        reviewed_by=home.user,
    )


def of_uploads(aviary: Aviary, things: Things) -> None:
    """A file that waits to be confirmed is for who brought it, and for who reads the trail."""
    aviary.in_row(things.workbooks["borrador"], OF_TRAIL | {HOME}, "name")
    aviary.in_row(things.tables, OF_TRAIL, "name")
