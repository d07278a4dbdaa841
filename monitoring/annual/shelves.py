"""What anybody finds of the annual reports: by year, the editions, their files, and what is older.

Only what is visible to who asks is put on a shelf.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from corett.accounts.models import Stakeholder, User
from monitoring.annual.verifying import fault_of
from monitoring.models import AnnualFile, AnnualReport, FileKind, PastReport


@dataclass(frozen=True)
class Offered:
    """A file, of what, and why it cannot be had, if it cannot."""

    file: AnnualFile
    country: str
    fault: str = ""


@dataclass(frozen=True)
class Shelf:
    year: int
    editions: list[AnnualReport]
    past: list[PastReport]


def shelves(user: User | AnonymousUser) -> list[Shelf]:
    """The last year first; three questions, and one more for the countries' names."""
    reports = AnnualReport.objects.visible_to(user).for_listing().prefetch_related("files")
    past = PastReport.objects.visible_to(user).select_related("plan", "added_by")
    found: dict[int, Shelf] = {}
    for report in reports:
        shelf_of(found, report.year).editions.append(report)
    for one in past:
        shelf_of(found, one.year).past.append(one)
    return [found[year] for year in sorted(found, reverse=True)]


def shelf_of(found: dict[int, Shelf], year: int) -> Shelf:
    return found.setdefault(year, Shelf(year, [], []))


def country_names() -> dict[str, str]:
    return dict(Stakeholder.objects.countries().values_list("code", "name"))


def offered(report: AnnualReport, names: dict[str, str]) -> list[Offered]:
    """As they are listed: the whole report's before those of the countries."""
    return [Offered(file, names.get(file.country, file.country)) for file in in_order(report)]


def looked_at(report: AnnualReport, names: dict[str, str]) -> list[Offered]:
    """The same, each compared with what was published."""
    return [Offered(one.file, one.country, fault_of(one.file)) for one in offered(report, names)]


def in_order(report: AnnualReport) -> Iterable[AnnualFile]:
    kinds = list(FileKind)
    return sorted(
        report.files.all(),
        key=lambda file: (bool(file.country), file.country, kinds.index(FileKind(file.kind))),
    )


def main_files(offers: Iterable[Offered]) -> list[Offered]:
    """What most people come for: the report itself, in each language."""
    return [one for one in offers if one.file.kind == FileKind.PDF and not one.country]
