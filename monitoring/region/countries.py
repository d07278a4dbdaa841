"""How one country (or the coordination) goes: its part of the same figures as the Tablero's."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corett.accounts.models import Stakeholder
from monitoring.models import EvidenceVerdict, ProgressEntry
from monitoring.reading import Answer, Reading, code_and_name, read_year
from monitoring.region.asked import Asked, activities_asked, numbers_asked
from monitoring.region.coverage import Shade, shades_of
from monitoring.region.dashboard import ActivityLine, Dashboard, Named, dashboard
from monitoring.region.seen import ReviewSeen, Seen
from monitoring.reporting import year_data
from plan.models import Plan


@dataclass(frozen=True, kw_only=True)
class CountryLine:
    """One line of the list."""

    code: str
    name: str
    found: Dashboard
    shade: Shade | None
    """How a map shades it; the coordination is on none."""

    @property
    def covered(self) -> int | None:
        """Of how many of its activities there is a value; None where nothing is known yet."""
        if self.shade is None:
            return sum(one.number for one in self.found.coverage)
        return self.shade["number"]

    @property
    def asked(self) -> int:
        if self.shade is None:
            return sum(one.of for one in self.found.coverage)
        return self.shade["of"]

    @property
    def validated(self) -> int:
        return sum(semester["validated"] for semester in self.found.reporting)

    @property
    def opened(self) -> int:
        return sum(semester["is_opened"] for semester in self.found.reporting)

    @property
    def met(self) -> int:
        """Measures that reached their meta with accepted evidence."""
        return next((one["number"] for one in self.found.measures if one["value"] == "met"), 0)

    @property
    def measures(self) -> int:
        return sum(len(activity.measures) for activity in self.found.activities)


@dataclass(frozen=True, kw_only=True)
class MeasureOf:
    """A measure and the party's own line of it, as `year_data` gives both."""

    measure: dict
    numbers: dict
    semesters: list[str]

    @property
    def by_semester(self) -> list[tuple[str, dict]]:
        return list(zip(self.semesters, self.numbers["semesters"], strict=True))


@dataclass(frozen=True, kw_only=True)
class ActivityOf:
    """How it stands in the year, and beside it against what the whole plan asks."""

    line: ActivityLine
    state_to_date: dict | None
    measures: list[MeasureOf]


@dataclass(frozen=True, kw_only=True)
class AxisOf:
    number: int
    name: str
    activities: list[ActivityOf]

    @property
    def measures(self) -> int:
        return sum(len(activity.measures) for activity in self.activities)


@dataclass(frozen=True, kw_only=True)
class Semester:
    code: str
    label: str
    is_opened: bool
    state: dict
    report: int | None
    """The report's key, where the reader may open it."""


@dataclass(frozen=True, kw_only=True)
class TakingPart:
    """Institutions by name, and how many more there are that the reader may not see by name."""

    names: list[str]
    keys: list[int]
    unnamed: int

    @property
    def lines(self) -> list[tuple[str, int]]:
        return list(zip(self.names, self.keys, strict=True))

    @property
    def total(self) -> int:
        return len(self.names) + self.unnamed


@dataclass(frozen=True, kw_only=True)
class Country:
    code: str
    name: str
    year: int
    found: Dashboard
    to_date: Dashboard
    semesters: list[Semester]
    axes: list[AxisOf]
    institutions: TakingPart
    evidence: dict[str, int]
    reviews: list[ReviewSeen]


# The list


def country_lines(
    reading: Reading, data: dict, *, to_date: bool, named: Named
) -> list[CountryLine]:
    """Every country, and the coordination after them."""
    shades = {one["code"]: one for one in shades_of(data, Asked(to_date=to_date))}
    return [
        CountryLine(
            **code_and_name(party),
            found=dashboard(data, Asked(party=party.code, to_date=to_date), named=named),
            shade=shades.get(party.code),
        )
        for party in parties_of(reading)
    ]


def parties_of(reading: Reading) -> list[Stakeholder]:
    return [*reading.countries, *reading.coordination]


# One country


def read_party(plan: Plan, year: int, code: str, *, as_of: datetime.date | None = None) -> Reading:
    """Of the party alone: what others say changes none of its own figures."""
    own = ProgressEntry.objects.filter(report__stakeholder__code=code)
    return read_year(plan, year, as_of=as_of, with_risks=False, entries=own)


def country(reading: Reading, code: str, seen: Seen, *, named: Named) -> Country | None:
    """Nothing where the code is of nobody who reports."""
    party = next((one for one in parties_of(reading) if one.code == code), None)
    if party is None:
        return None
    data = year_data(reading)
    year = dashboard(data, Asked(party=code), named=named)
    to_date = dashboard(data, Asked(party=code, to_date=True), named=named)
    answers = [one for several in reading.answers.values() for one in several]
    return Country(
        **code_and_name(party),
        year=reading.year,
        found=year,
        to_date=to_date,
        semesters=[semester_of(one, seen) for one in year.reporting],
        axes=axes_of(data, code, year, to_date),
        institutions=taking_part(answers, reading.year, seen),
        evidence=evidence_of(answers, reading.year),
        reviews=[one for one in seen.reviews if one.year == reading.year],
    )


def semester_of(told: dict, seen: Seen) -> Semester:
    [report] = told["reports"]
    return Semester(
        code=told["code"],
        label=told["label"],
        is_opened=told["is_opened"],
        state=report["state"],
        report=seen.reports.get(told["code"]),
    )


def axes_of(data: dict, code: str, year: Dashboard, to_date: Dashboard) -> list[AxisOf]:
    states = {one.code: one.state for one in to_date.activities}
    measures = measures_of(data, code)
    return [
        AxisOf(
            number=axis.number,
            name=axis.name,
            activities=[
                ActivityOf(line=line, state_to_date=states[line.code], measures=measures[line.code])
                for line in axis.activities
            ],
        )
        for axis in year.axes
    ]


def measures_of(data: dict, code: str) -> dict[str, list[MeasureOf]]:
    """By activity, those of which the party has a line."""
    asked = Asked(party=code)
    semesters = [one["code"] for one in data["semesters"]]
    return {
        activity["code"]: [
            MeasureOf(measure=measure, numbers=numbers, semesters=semesters)
            for measure in activity["measures"]
            if (numbers := numbers_asked(measure, asked)) is not None
        ]
        for activity in activities_asked(data, asked)
    }


def taking_part(answers: Iterable[Answer], year: int, seen: Seen) -> TakingPart:
    """The institutions of the year's rows, each once."""
    found = {
        institution
        for answer in answers
        for record in answer.records_in(year)
        for institution in record.institutions.all()
    }
    named = sorted((one for one in found if one.pk in seen.institutions), key=lambda one: one.name)
    return TakingPart(
        names=[one.name for one in named],
        keys=[one.pk for one in named],
        unnamed=len(found) - len(named),
    )


def evidence_of(answers: Iterable[Answer], year: int) -> dict[str, int]:
    """How much was accepted, how much was not, and how much still waits."""
    verdicts = Counter(one.verdict for answer in answers for one in answer.evidence_in(year))
    return {
        "accepted": verdicts[EvidenceVerdict.ACCEPTED],
        "rejected": verdicts[EvidenceVerdict.REJECTED],
        "waiting": verdicts[""],
        "all": verdicts.total(),
    }
