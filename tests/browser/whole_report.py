"""One made-up semester of a country, told by pages and by workbook from the same values."""

import datetime
from decimal import Decimal

from monitoring.models import ProgressEntry
from plan.models import CountedFrom, Kind, Measure

KNOWN, NEW = "Fiscalía General", "Colegio de Periodistas"
SILENT = ("9.1", "10.1")
DAY = datetime.date(2025, 4, 15)


def values_of(measure: Measure, order: int) -> dict[str, object]:
    """What a row of that activity says of a measure, by the short names of its form's fields."""
    match measure.kind:
        case Kind.PEOPLE:
            return {
                "women": 100 + order,
                "men": 50 + order,
                "other": 1,
                "unspecified": 0,
                "under_18": 3,
            }
        case Kind.REACH:
            return {"website": 1000 + order, "social": 2000 + order, "other_media": 0}
        case Kind.DELIVERABLE:
            return {"stage": "draft"}
        case Kind.REGISTRY:
            return {"current": "yes"}
        case Kind.AMOUNT:
            return {
                "amount": Decimal("1500.50"),
                "currency": "USD",
                "usd": Decimal("1500.50"),
                "source": "Cooperante",
                "status": "received",
            }
        case Kind.COUNT if measure.counted_from == CountedFrom.FIGURES:
            return {"total": 20 + order}
    return {}


def row_of(entry: ProgressEntry) -> dict:
    """The one action of an activity: its own fields and, by measure, its values."""
    order = entry.activity.order
    return {
        "title": f"Acción de {entry.activity.code}",
        "ended_on": DAY,
        "quantity": 1 + order % 3,
        "place": "Sede central",
        "institutions": [KNOWN, NEW] if order == 1 else [KNOWN],
        "resources_usd": Decimal(100 * order),
        "resources_source": "Presupuesto nacional",
        "measures": {measure: values_of(measure, order) for measure in entry.measures()},
    }


def progress_of(entry: ProgressEntry) -> str:
    return f"Se avanzó en {entry.activity.code}, con dos líneas.\nY esta es la segunda."


def link_of(entry: ProgressEntry) -> str:
    return f"https://pruebas.example/{entry.activity.code}"


def needs_document(entry: ProgressEntry) -> bool:
    return any(measure.kind == Kind.DELIVERABLE for measure in entry.measures())


def told(report) -> list[ProgressEntry]:
    """The entries of which something is told; the others had no activity."""
    entries = report.entries.with_parts().select_related("report__stakeholder")
    return [entry for entry in entries if entry.activity.code not in SILENT]
