"""In what each institution took part, by validated rows alone."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from corett.accounts.models import Stakeholder, User
from corett.directory.models import Institution
from monitoring.models import Record, ReportState
from monitoring.reading import Answer, reporter_name
from plan.models import Activity

VALIDATED = Q(records__entry__report__state=ReportState.VALIDATED)


@dataclass(frozen=True, kw_only=True)
class TookPart:
    """One row in which it took part."""

    record: Record
    activity: Activity
    semester: str
    who: str
    report: str
    """The page of the report's entry."""


@dataclass(frozen=True, kw_only=True)
class Participation:
    institution: Institution
    rows: list[TookPart]
    activities: int
    actions: int
    unseen: int
    """Rows of reports that the reader may not open."""


def institutions_for(user: User) -> list[Institution]:
    """Those that the reader may see by name, with in how many activities and actions they were.

    Rows that are one regional event are one action.
    """
    found = Institution.objects.visible_to(user).select_related("country")
    by_country = F("country__order").asc(nulls_last=True)
    return list(counted(found).order_by(by_country, "name", "pk"))


def counted(found):
    one_action = Coalesce("records__event", "records__key")
    return found.annotate(
        activities=Count("records__entry__activity", distinct=True, filter=VALIDATED),
        actions=Count(one_action, distinct=True, filter=VALIDATED),
        rows=Count("records", distinct=True, filter=VALIDATED),
    )


def named_like(found: Iterable[Institution], text: str) -> list[Institution]:
    """Whose name holds every word of the text, whatever the capitals and accents."""
    words = plain_letters(text).split()
    return [one for one in found if all(word in plain_letters(one.name) for word in words)]


def plain_letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def countries_of(found: Iterable[Institution]) -> list[Stakeholder]:
    countries = {one.country for one in found if one.country}
    return sorted(countries, key=lambda one: (one.order, one.name))


def participation(institution: Institution, user: User) -> Participation:
    """`institution` as `counted` gives it."""
    rows = [took_part(record) for record in rows_of(institution, user)]
    counts = vars(institution)
    return Participation(
        institution=institution,
        rows=rows,
        activities=counts["activities"],
        actions=counts["actions"],
        unseen=counts["rows"] - len(rows),
    )


def rows_of(institution: Institution, user: User):
    validated = Record.objects.visible_to(user).filter(
        institutions=institution, entry__report__state=ReportState.VALIDATED
    )
    return validated.select_related(
        "entry__activity__plan",
        "entry__report__stakeholder",
        "entry__report__period__semester",
    ).order_by(F("ended_on").desc(), "pk")


def took_part(record: Record) -> TookPart:
    year, half = Answer(record.entry, [record]).semester_of(record)
    return TookPart(
        record=record,
        activity=record.entry.activity,
        semester=f"{year}-{half}",
        who=reporter_name(record.entry.report.stakeholder),
        report=record.entry.get_absolute_url(),
    )
