"""How a whole activity stands: for the region and for each party that is asked of it.

Who is not asked has no state: it is not in the list, and a matrix leaves its cell with a dash.
"""

from collections.abc import Callable, Iterable

from corett.accounts.models import Stakeholder
from monitoring import achievement
from monitoring.achievement import Standing
from monitoring.reading import Reading, choice, code_and_name
from monitoring.standings import MeasureReading
from plan.models import Measure

Own = Callable[[MeasureReading, Stakeholder], Standing]


def states_of_year(reading: Reading, measures: list[MeasureReading]) -> dict:
    """Against what the year asks."""
    judged = [standing for measure in measures for standing in measure.judged]
    return states_data(reading, measures, judged, MeasureReading.own_standing)


def states_to_date(reading: Reading, measures: list[MeasureReading]) -> dict:
    """All that was done by the end of the year, against what the whole plan asks."""
    judged = [standing for measure in measures for standing in measure.judged_towards_end]
    return states_data(reading, measures, judged, MeasureReading.own_towards_end)


def states_data(
    reading: Reading, measures: list[MeasureReading], region: list[Standing], own: Own
) -> dict:
    return {
        "region": state_data(reading, region),
        "by": [
            {
                **code_and_name(party),
                **state_data(reading, [own(one, party) for one in asked_of(party, measures)]),
            }
            for party in [*reading.countries, *reading.coordination]
            if asked_of(party, measures)
        ],
    }


def state_data(reading: Reading, standings: list[Standing]) -> dict:
    return choice(achievement.activity_state(standings, reading.thresholds))


def asked_of(party: Stakeholder, measures: Iterable[MeasureReading]) -> list[MeasureReading]:
    """What is asked of the party; of a host's measures, those to which it gave a row."""
    return [one for one in measures if one.asks(party) and (not is_hosted(one) or gave(one, party))]


def is_hosted(one: MeasureReading) -> bool:
    return one.measure.reported_by == Measure.ReportedBy.HOST


def gave(one: MeasureReading, party: Stakeholder) -> bool:
    return party in one.reporters


# Shares, for averages


def goals_of_year(measures: Iterable[MeasureReading]) -> list[dict]:
    """Every goal that is due in the year, each once."""
    return [
        share_data(one, code, standing)
        for one in measures
        for code, standing in one.each_goal_once(one.region, one.own_standing)
        if standing.is_owed and standing.is_comparable
    ]


def goals_to_date(measures: Iterable[MeasureReading]) -> list[dict]:
    """Every goal of the whole plan, each once; whom it does not concern is not asked for it."""
    return [
        share_data(one, code, standing)
        for one in measures
        for code, standing in one.each_goal_once(one.region_towards_end, one.own_towards_end)
        if standing.is_comparable and standing.declared != achievement.State.NOT_APPLICABLE
    ]


def share_data(one: MeasureReading, code: str, standing: Standing) -> dict:
    """The share is exact, as a fraction in words: "2/3"; None where there is no number."""
    share = standing.share
    return {
        "measure": one.measure.code,
        "code": code,
        "share": None if share is None else str(share),
    }
