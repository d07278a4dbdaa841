"""Invented findings of an evaluation and an audit, each of which says so."""

import datetime

from django.utils import timezone

from corett.accounts.models import Stakeholder
from monitoring.demo.people import membership_of
from monitoring.demo.risks import INVENTED
from monitoring.models import Finding, FindingSource, FindingState, ProgressReport
from plan.models import Plan

EVALUATION, AUDIT = FindingSource.EVALUATION, FindingSource.AUDIT
TITLES = {
    EVALUATION: f"Evaluación de medio término {INVENTED}",
    AUDIT: f"Auditoría del uso de recursos {INVENTED}",
}
DAYS = {EVALUATION: datetime.date(2025, 11, 28), AUDIT: datetime.date(2025, 12, 12)}
FINDINGS = (
    {
        "source": EVALUATION,
        "activity": "2.3",
        "text": "Las filas de capacitación no siempre separan a las personas menores de 18 años.",
        "response": "Se acepta: el formulario las pide y la revisión lo comprobará.",
        "action": "Añadir el dato a la lista de comprobación de la revisión.",
        "owner": "ST",
        "due_on": datetime.date(2026, 3, 31),
        "state": FindingState.DONE,
        "result": "La revisión lo pide desde el primer semestre de 2026.",
    },
    {
        "source": EVALUATION,
        "activity": "1.1",
        "text": "Dos países no tienen medios de verificación de sus mesas de priorización.",
        "response": "Se acepta.",
        "action": "Reunir las actas que faltan y añadirlas a los informes.",
        "owner": "HN",
        "due_on": datetime.date(2026, 9, 30),
        "state": FindingState.IN_PROGRESS,
        "result": "Se reunieron las actas de 2025; faltan las de una mesa.",
    },
    {
        "source": EVALUATION,
        "activity": "12.1",
        "text": "La estrategia de comunicación no tiene responsable ni calendario.",
        "response": "Se acepta; se prioriza para 2027.",
        "action": "Proponer un calendario con su responsable.",
        "owner": "PRES",
        "due_on": datetime.date(2027, 3, 31),
        "state": FindingState.IN_PROGRESS,
    },
    {
        "source": AUDIT,
        "report": ("GT", "2025-1"),
        "text": "El informe no dice la fuente de los recursos usados en tres acciones.",
        "is_public": False,
        "state": FindingState.OPEN,
    },
    {
        "source": AUDIT,
        "text": "Se recomienda publicar los informes anuales también en inglés.",
        "response": "No se acepta por ahora: no hay recursos para traducirlos.",
        "state": FindingState.REJECTED,
        "result": "Se revisará cuando se gestionen recursos para traducción.",
    },
)
SPOKEN = ("text", "response", "action", "result")


def invent_findings(plan: Plan) -> None:
    parties = {party.code: party for party in Stakeholder.objects.all()}
    for number, told in enumerate(FINDINGS, 1):
        invent_finding(plan, number, told, parties)


def invent_finding(plan: Plan, number: int, told: dict, parties: dict) -> None:
    by = membership_of("ST").user
    is_closed = told["state"] in (FindingState.DONE, FindingState.REJECTED)
    Finding.objects.create(
        plan=plan,
        number=number,
        source=told["source"],
        source_title=TITLES[told["source"]],
        found_on=DAYS[told["source"]],
        activity=plan.activities.get(code=told["activity"]) if "activity" in told else None,
        report=report_of(plan, *told["report"]) if "report" in told else None,
        owner=parties.get(told.get("owner")),
        due_on=told.get("due_on"),
        is_public=told.get("is_public", True),
        state=told["state"],
        entered_by=by,
        closed_at=timezone.now() if is_closed else None,
        closed_by=by if is_closed else None,
        **{name: f"{told[name]} {INVENTED}" for name in SPOKEN if name in told},
    )


def report_of(plan: Plan, party: str, semester: str) -> ProgressReport:
    year, half = semester.split("-")
    return ProgressReport.objects.of_plan(plan).get(
        stakeholder__code=party, period__semester__year=year, period__semester__half=half
    )
