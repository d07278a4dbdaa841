"""Money by source: used, gestionado and recibido, which are never added together."""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.activity_rows import Resource
from monitoring.region.asked import Asked, activities_asked, semesters_asked


@dataclass(frozen=True, kw_only=True)
class ResourceLine:
    source: str
    used: str | None = None
    managed: str | None = None
    received: str | None = None


def resources_of(data: dict, asked: Asked) -> list[ResourceLine]:
    """A line for each source, in the year or the semester; nothing where nobody said any."""
    found: dict[str, dict[str, Decimal]] = {}
    for one in amounts(data, asked):
        kinds = found.setdefault(one["source"], {})
        kinds[one["kind"]] = kinds.get(one["kind"], Decimal()) + Decimal(one["usd"])
    return [resource_line(source, found[source]) for source in sorted(found, key=str.casefold)]


def total_of(lines: list[ResourceLine]) -> ResourceLine:
    totals: dict[str, Decimal] = {}
    for line in lines:
        for kind in Resource.values:
            if (usd := getattr(line, kind)) is not None:
                totals[kind] = totals.get(kind, Decimal()) + Decimal(usd)
    return resource_line("", totals)


def resource_line(source: str, kinds: dict[str, Decimal]) -> ResourceLine:
    return ResourceLine(source=source, **{kind: f"{usd:.2f}" for kind, usd in kinds.items()})


def amounts(data: dict, asked: Asked) -> list[dict]:
    activities = list(activities_asked(data, asked))
    semesters = semesters_asked(data, asked)
    if any("resources" not in activity for activity in activities):
        return frozen_amounts(data, asked)
    return [
        one
        for activity in activities
        for one in activity["resources"]
        if asked.party in ("", one["code"]) and one["semester"] in semesters
    ]


def frozen_amounts(data: dict, asked: Asked) -> list[dict]:
    """What was frozen before each activity said its own: only the whole year, of the region."""
    if asked.party or asked.axis or asked.semester:
        return []
    used = [{**one, "kind": Resource.USED.value} for one in data["resources"]["used"]]
    return used + [
        {"source": one["source"], "kind": status, "usd": one[status]}
        for one in data["resources"]["managed"]
        for status in (Resource.MANAGED.value, Resource.RECEIVED.value)
        if one[status] is not None
    ]
