"""What is weak in an annual report: sentences for who composes it, each leading to its remedy."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.accounts.models import Stakeholder, StakeholderKind
from corett.lib.moment import one_moment
from monitoring.annual.contradictions import contradictions
from monitoring.annual.said import Said, said_of
from monitoring.annual.sections import Section, closing_sections, opening_sections
from monitoring.annual.unproven import Found, without_evidence, without_goal, without_progress
from monitoring.models import AnnualReport, ReportState
from monitoring.reading import Reading, read_year, reporter_name


@dataclass(frozen=True)
class WeakPoint:
    sentence: str
    url: str


@dataclass(frozen=True)
class Checked:
    """`is_empty`: no report of the year is validated, so that there is nothing to publish."""

    points: list[WeakPoint]
    is_empty: bool
    is_endorsed: bool


def weak_points(report: AnnualReport) -> list[WeakPoint]:
    """Nothing in it forbids to publish."""
    return check(report).points


def check(report: AnnualReport) -> Checked:
    """Read what is validated and what is written, in ten questions, and judge it."""
    with one_moment():
        reading = read_year(report.plan, report.year, with_risks=False)
        said = said_of(report)
    return Checked(
        points=[WeakPoint(sentence, url) for sentence, url in found_in(report, reading, said)],
        is_empty=not any(one.state == ReportState.VALIDATED for one in reading.reports),
        is_endorsed=not lacking(report, said, of_presidency(reading)),
    )


def found_in(report: AnnualReport, reading: Reading, said: Said) -> Found:
    yield from not_validated(reading)
    yield from unwritten(report, reading, said.written)
    yield from without_progress(reading)
    yield from without_evidence(reading)
    yield from contradictions(reading)
    yield from without_goal(reading)
    yield from undecided(report, said)
    yield from overdue(said)
    yield from unsettled(report, reading, said.unsettled)
    yield from not_endorsed(report, reading, said)


def address(name: str, *parts) -> str:
    return reverse(f"monitoring:{name}", args=parts)


def section_address(report: AnnualReport, key: str) -> str:
    return address("annual_section", *report.address, key)


# Who reported


def not_validated(reading: Reading) -> Found:
    for semester in reading.semesters:
        reports = {
            one.stakeholder.code: one
            for one in reading.reports
            if one.period.semester_id == semester.pk
        }
        missing = [
            f"{reporter_name(party)} ({state_of(reports.get(party.code))})"
            for party in [*reading.countries, *reading.coordination]
            if not is_validated(reports.get(party.code))
        ]
        if missing:
            names = {"semester": semester.code, "names": ", ".join(missing)}
            sentence = _("%(semester)s: sin informe validado de %(names)s.") % names
            yield sentence, address("owing_semester", reading.plan.code, semester.code)


def is_validated(report) -> bool:
    return report is not None and report.state == ReportState.VALIDATED


def state_of(report) -> str:
    return _("sin informe") if report is None else str(report.get_state_display()).lower()


# What is written


def unwritten(report: AnnualReport, reading: Reading, written: set[str]) -> Found:
    """Those about the whole region one by one; the many of a kind in one sentence."""
    own = [*opening_sections(), *closing_sections(report.year)]
    for one in own:
        if one.key not in written:
            sentence = _("Sin texto: %(section)s.") % {"section": one.title}
            yield sentence, section_address(report, one.key)
    axes = dict.fromkeys(one.objective.axis.number for one in reading.activities)
    kinds = {
        _("Sin síntesis: ejes %(codes)s."): [(f"axis-{n}", str(n)) for n in axes],
        _("Sin síntesis: actividades %(codes)s."): [
            (f"activity-{one.code}", one.code) for one in reading.activities
        ],
        _("Sin texto: páginas de %(codes)s."): [
            (f"country-{one.code}", one.name) for one in reading.countries
        ],
    }
    for sentence, sections in kinds.items():
        lacking = [(key, name) for key, name in sections if key not in written]
        if lacking:
            names = ", ".join(name for _key, name in lacking)
            yield sentence % {"codes": names}, section_address(report, lacking[0][0])


def unsettled(report: AnnualReport, reading: Reading, sections: list[str]) -> Found:
    titles = {one.key: one.title for one in titled(report, reading)}
    for key, count in Counter(sections).items():
        sentence = ngettext(
            "%(section)s: %(count)d comentario sin resolver.",
            "%(section)s: %(count)d comentarios sin resolver.",
            count,
        )
        said = {"section": titles.get(key, key), "count": count}
        yield sentence % said, f"{section_address(report, key)}#comentarios"


def titled(report: AnnualReport, reading: Reading) -> Iterator[Section]:
    yield from [*opening_sections(), *closing_sections(report.year)]
    for one in reading.activities:
        axis = one.objective.axis.number
        yield Section(f"axis-{axis}", _("Síntesis del eje %(number)s") % {"number": axis}, "", "")
        title = _("Actividad %(code)s") % {"code": one.code}
        yield Section(f"activity-{one.code}", title, "", "")
    for party in reading.countries:
        yield Section(f"country-{party.code}", party.name, "", "")


# What waits elsewhere


def undecided(report: AnnualReport, said: Said) -> Found:
    """Of the year that follows; nothing where the plan ends."""
    year = report.year + 1
    if year not in report.plan.years:
        return
    if not said.decided:
        sentence = _("Sin decisiones de priorización con visto bueno para %(year)d.")
        yield sentence % {"year": year}, address("priority_list", report.plan.code, year)
    if said.waiting:
        sentence = ngettext(
            "%(waiting)d decisión de priorización para %(year)d espera el visto bueno.",
            "%(waiting)d decisiones de priorización para %(year)d esperan el visto bueno.",
            said.waiting,
        )
        told = {"waiting": said.waiting, "year": year}
        yield sentence % told, address("priority_list", report.plan.code, year)


def overdue(said: Said) -> Found:
    if said.overdue:
        sentence = ngettext(
            "%(count)d hallazgo pasó su plazo y sigue sin atender.",
            "%(count)d hallazgos pasaron su plazo y siguen sin atender.",
            said.overdue,
        )
        yield sentence % {"count": said.overdue}, address("finding_list")


# The visto bueno


def not_endorsed(report: AnnualReport, reading: Reading, said: Said) -> Found:
    where = f"{address('annual_compose', *report.address)}#vistos-buenos"
    for party in lacking(report, said, of_presidency(reading)):
        sentence = (
            _("El visto bueno de %(name)s es para una versión anterior.")
            if party.code in said.endorsed
            else _("Falta el visto bueno de %(name)s.")
        )
        yield sentence % {"name": party.name}, where
    if names := [party.name for party in lacking(report, said, reading.countries)]:
        sentence = _("Sin el visto bueno de lo que hoy está escrito: %(names)s.")
        yield sentence % {"names": ", ".join(names)}, where


def of_presidency(reading: Reading) -> list[Stakeholder]:
    return [one for one in reading.stakeholders if one.kind == StakeholderKind.PRESIDENCY]


def lacking(report: AnnualReport, said: Said, parties: Iterable[Stakeholder]) -> list[Stakeholder]:
    return [one for one in parties if said.endorsed.get(one.code) != report.version]
