"""Words that are nowhere else: each is planted in one place, and says who may come upon it."""

from dataclasses import dataclass
from itertools import count

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from monitoring import annual
from monitoring.models import (
    AnnualText,
    Audience,
    ChangeAction,
    EntryChange,
    ReportAction,
)
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
PARTIES = REGION | {OIM, DONOR, STRANGER, "HN", "GT", "MX", "CR"}
OF_COUNTRY = {"HN", "GT", "MX", "CR", STRANGER}


@dataclass(frozen=True)
class Canary:
    token: str
    where: str
    readers: frozenset[str]


class Aviary:
    def __init__(self):
        self.canaries: list[Canary] = []
        self.numbers = count(1)
        self.files: list[int] = []

    def new(self, where: str, readers) -> str:
        token = f"kanario{next(self.numbers):04d}zq"
        self.canaries.append(Canary(token, where, frozenset(readers)))
        return token

    def in_row(self, row: models.Model, readers, *names: str) -> None:
        """One in each of the columns."""
        where = f"{row._meta.label} de {getattr(row, 'pk', '')}"
        told = {name: self.new(f"{where}: {name}", readers) for name in names}
        type(row)._base_manager.filter(pk=row.pk).update(**told)

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


ENTRY = ("progress", "obstacles", "next_steps", "approaches_how", "risks_response")
RECORD = ("title", "place", "resources_source")


def of_report(aviary: Aviary, world: TrustWorld, state: str, code: str) -> None:
    """The words of what is validated are for whoever has an account (the countries come upon them
    in the edition in review); what was said to get there, and what is marked «no publicar», is for
    its people alone.
    """
    found, own = world.reports[state], REGION | {code}
    readers = PARTIES if state == "validado" else own
    entry = found.record.entry
    aviary.in_row(entry, readers, *ENTRY)
    aviary.in_row(found.record, readers, *RECORD)
    evidence(aviary, found.record, readers, is_public=True)
    evidence(aviary, found.record, own, is_public=False)
    CommentFactory(entry=entry, text=aviary.new(f"comentario, {state}", own))
    changed(aviary, entry, own, code)
    said = aviary.new(f"palabras de la devolución, {state}", own)
    step(found.draft, ReportAction.RETURN, member("ST"), comment=said)


def evidence(aviary: Aviary, record, readers, *, is_public: bool) -> None:
    where = "medio de verificación" if is_public else "medio que no se publica"
    aviary.files.append(file_of(aviary, record, where, readers, is_public=is_public).pk)


def file_of(aviary: Aviary, record, where: str, readers, *, is_public: bool):
    name = f"{aviary.new(f'{where}: nombre del archivo', readers)}.pdf"
    content = aviary.new(f"{where}: contenido", readers).encode()
    return EvidenceFactory(
        entry=record.entry,
        record=record,
        title=aviary.new(f"{where}: título", readers),
        url="",
        file=ContentFile(content, name=name),
        original_name=name,
        is_public=is_public,
    )


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


def of_institutions(aviary: Aviary, world: TrustWorld) -> None:
    """Named by what is validated, and not to be published; one is of a country, one of none."""
    record = world.reports["validado"].record
    for where, country, readers in [
        (
            "institución del país que no se publica",
            record.entry.report.stakeholder,
            REGION | {"CR"},
        ),
        ("institución internacional que no se publica", None, REGION),
    ]:
        name = aviary.new(where, readers)
        record.institutions.add(InstitutionFactory(country=country, name=name, is_public=False))


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
    aviary.in_row(world.base.reply, {ST, OIM}, "text")
    past = things.past[f"para {Audience.STAKEHOLDERS.label}"]
    aviary.in_row(past, PARTIES, "title")


def of_decisions(aviary: Aviary, world: TrustWorld, things: Things) -> None:
    plan, home = world.base.plan, member(HOME)
    text = aviary.new("hallazgo a cargo del país", REGION | {HOME})
    FindingFactory(plan=plan, number=951, owner=home.stakeholder, text=text, is_public=False)
    text = aviary.new("hallazgo sin nadie a cargo", REGION)
    FindingFactory(plan=plan, number=952, text=text, is_public=False)
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
    """A file that waits to be confirmed is for who brought it."""
    aviary.in_row(things.workbooks["borrador"], {HOME}, "name")
    aviary.in_row(things.tables, {ST}, "name")


def is_reader(canary: Canary, kind: str, code: str = "") -> bool:
    return kind in canary.readers or bool(code) and code in canary.readers
