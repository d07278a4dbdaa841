"""On which days a report is reminded of, from its dates alone.

The moments of a report are its opening, half of its time, seven days before it is due, that day,
and seven days after. Of those that have come only the latest is told, so that what a day without a
run left untold still goes out on the next, until another moment overtakes it or it is thirty days
old: nobody reads today that a semester opened in spring. What fell before the opening, or before
the report was last returned, was overtaken by that mail.
"""

import datetime

from monitoring.models import Occasion

WEEK = datetime.timedelta(days=7)
GOES_STALE_AFTER = datetime.timedelta(days=30)

Moment = tuple[datetime.date, Occasion]


def moments(opens_on: datetime.date, due_on: datetime.date) -> list[Moment]:
    """After the opening, in their order; a short period has no half before its last week."""
    half_way = opens_on + (due_on - opens_on) / 2
    week_before = due_on - WEEK
    early = [(half_way, Occasion.HALF_WAY)] if half_way < week_before else []
    return [
        *early,
        (week_before, Occasion.WEEK_BEFORE),
        (due_on, Occasion.DUE),
        (due_on + WEEK, Occasion.WEEK_AFTER),
    ]


def occasion_of(
    told: Moment, *, opens_on: datetime.date, due_on: datetime.date, today: datetime.date
) -> Occasion | None:
    """What is to be told today of a report that was told first of `told`; None for nothing."""
    told_on, _first = told
    later = [one for one in moments(opens_on, due_on) if one[0] > told_on]
    come = [one for one in [told, *later] if one[0] <= today]
    if not come:
        return None
    day, occasion = come[-1]
    return occasion if today - day <= GOES_STALE_AFTER else None
