"""The figures of a year counted anew from the rows, in plain SQL and by the words of the design.

Nothing here calls the code that it is held against.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import connection

YEAR_OF_ROW = """
    CASE WHEN r.is_late THEN CAST(SUBSTR(CAST(r.ended_on AS VARCHAR(10)), 1, 4) AS INTEGER)
    ELSE sem.year END
"""
FACT = f"""
    SELECT r.id AS record, r.quantity, r.event, r.resources_usd, r.resources_source, r.ended_on,
           who.code AS party, who.kind AS party_kind, act.id AS activity, act.code,
           {YEAR_OF_ROW} AS year,
           EXISTS (SELECT 1 FROM monitoring_evidence ev WHERE ev.entry_id = e.id
                   AND ev.verdict = 'accepted'
                   AND (ev.record_id = r.id OR ev.record_id IS NULL)) AS is_shown
    FROM monitoring_record r
    JOIN monitoring_progressentry e ON e.id = r.entry_id
    JOIN monitoring_progressreport rep ON rep.id = e.report_id
    JOIN monitoring_reportingperiod per ON per.id = rep.period_id
    JOIN plan_semester sem ON sem.id = per.semester_id
    JOIN accounts_stakeholder who ON who.id = rep.stakeholder_id
    JOIN plan_activity act ON act.id = e.activity_id
    WHERE rep.state = 'validated'
"""
MEASURE = """
    SELECT m.id AS measure, act.id AS activity, act.code || '.' || m.letter AS name, m.kind,
           m.scope, m.counted_from, m.reported_by
    FROM plan_measure m
    JOIN plan_indicator ind ON ind.id = m.indicator_id
    JOIN plan_activity act ON act.id = ind.activity_id
"""
ASKED = """
    (m.reported_by <> 'coordination' AND fact.party_kind = 'country'
     OR m.reported_by IN ('coordination', 'both') AND fact.party_kind = 'secretariat')
"""


def ask(statement: str, **values) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"WITH fact AS ({FACT}), m AS ({MEASURE}) {statement}", values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


ADDED = {
    "records": """
        SELECT m.name, fact.party, fact.event, fact.quantity AS amount
        FROM m JOIN fact ON fact.activity = m.activity
        WHERE m.kind = 'count' AND m.counted_from = 'records' AND {when} AND {asked}
    """,
    "figures": """
        SELECT m.name, fact.party, NULL AS event, f.number AS amount
        FROM m JOIN fact ON fact.activity = m.activity
        JOIN monitoring_figure f ON f.record_id = fact.record AND f.measure_id = m.measure
        WHERE m.kind IN ('people', 'count') AND {when} AND {asked}
          AND f.category IN ('total', 'women', 'men', 'other', 'unspecified')
    """,
    "amounts": """
        SELECT m.name, fact.party, NULL AS event,
               CASE WHEN a.status = 'managed' THEN a.usd ELSE 0 END AS amount
        FROM m JOIN fact ON fact.activity = m.activity
        JOIN monitoring_amount a ON a.record_id = fact.record AND a.measure_id = m.measure
        WHERE {when} AND {asked}
    """,
}
NAMED = """
    SELECT m.name, fact.party, i.institution_id AS one
    FROM m JOIN fact ON fact.activity = m.activity
    JOIN monitoring_record_institutions i ON i.record_id = fact.record
    WHERE m.kind = 'institutions' AND {when} AND {asked}
    UNION
    SELECT m.name, fact.party, d.country_id AS one
    FROM m JOIN fact ON fact.activity = m.activity
    JOIN monitoring_record_institutions i ON i.record_id = fact.record
    JOIN directory_institution d ON d.id = i.institution_id
    WHERE m.counted_from = 'countries' AND d.country_id IS NOT NULL
      AND {when} AND {asked}
"""
UP_TO_DATE = """
    SELECT m.name, fact.party, c.is_current, fact.ended_on
    FROM m JOIN fact ON fact.activity = m.activity
    JOIN monitoring_registrycheck c ON c.record_id = fact.record AND c.measure_id = m.measure
    WHERE {when} AND {asked}
    ORDER BY fact.ended_on, c.is_current
"""


MILESTONES = """
    SELECT m.name, m.scope, fact.party, fact.party_kind, s.stage
    FROM m JOIN fact ON fact.activity = m.activity
    JOIN monitoring_milestone s ON s.record_id = fact.record AND s.measure_id = m.measure
    WHERE fact.year <= %(year)s AND {shown} AND {asked}
    ORDER BY fact.ended_on, CASE s.stage WHEN 'terms' THEN 1 WHEN 'draft' THEN 2
                                         WHEN 'validated' THEN 3 ELSE 4 END
"""


def values(year: int, *, to_date=False, shown=False) -> Mapping[tuple[str, str], int | Decimal]:
    """By measure and party, and by measure and "region", what the rows of a year add up to.

    Counted are what adds up and what exists: all but the reach. `to_date` takes the plan's rows up
    to the year's end, `shown` only those with accepted evidence.
    """
    when = "fact.year <= %(year)s" if to_date else "fact.year = %(year)s"
    backed = "fact.is_shown" if shown else "1 = 1"

    def rows(statement: str, *, when=when) -> list[dict]:
        filled = statement.format(asked=ASKED, when=f"{when} AND {backed}", shown=backed)
        return ask(filled, year=year)

    return {
        **added([row for statement in ADDED.values() for row in rows(statement)]),
        **named(rows(NAMED)),
        **up_to_date(rows(UP_TO_DATE, when="fact.year = %(year)s")),
        **existing(rows(MILESTONES)),
    }


def added(rows: list[dict]) -> dict:
    """An event that several countries share counts for each, and once for the region."""
    found: dict = {}
    events: dict = {}
    for row in rows:
        amount = number(row["amount"])
        add(found, row["name"], row["party"], amount)
        if row["event"]:
            events.setdefault((row["name"], row["event"]), []).append(amount)
        else:
            add(found, row["name"], "region", amount)
    for (name, _event), amounts in events.items():
        add(found, name, "region", max(amounts))
    return found


def add(found: dict, name: str, who: str, amount) -> None:
    found[name, who] = found.get((name, who), 0) + amount


def named(rows: list[dict]) -> dict:
    """Each institution, or country that takes part, once: for the party and for the region."""
    sets: dict = {}
    for row in rows:
        for who in (row["party"], "region"):
            sets.setdefault((row["name"], who), set()).add(row["one"])
    return {key: len(ones) for key, ones in sets.items()}


def up_to_date(rows: list[dict]) -> dict:
    """Whether the last word of the year says so, and in how many parties."""
    last = {(row["name"], row["party"]): bool(row["is_current"]) for row in rows}
    found = {key: int(current) for key, current in last.items()}
    for (name, _party), current in last.items():
        add(found, name, "region", int(current))
    return found


def existing(rows: list[dict]) -> dict:
    """What is approved: of the region the one, else in how many; of both, the countries'."""
    of_region = {row["name"]: row["stage"] for row in rows if row["scope"] == "regional"}
    last = {(row["name"], row["party"]): row for row in rows}
    found = {key: int(row["stage"] == "approved") for key, row in last.items()}
    for (name, _party), row in last.items():
        if row["scope"] == "national" or row["party_kind"] == "country":
            add(found, name, "region", int(row["stage"] == "approved"))
    return found | {(name, "region"): int(s == "approved") for name, s in of_region.items()}


def number(value) -> int | Decimal:
    exact = Decimal(str(value))
    return int(exact) if exact == int(exact) else exact


# The year as a whole


def actions(year: int) -> int:
    rows = ask("SELECT SUM(quantity) AS n FROM fact WHERE year = %(year)s", year=year)
    return rows[0]["n"] or 0


def institutions(year: int) -> int:
    rows = ask(
        """SELECT COUNT(DISTINCT i.institution_id) AS n FROM fact
        JOIN monitoring_record_institutions i ON i.record_id = fact.record
        WHERE fact.year = %(year)s""",
        year=year,
    )
    return rows[0]["n"]


def participations(year: int) -> int:
    rows = ask(
        f"""SELECT SUM(f.number) AS n FROM m JOIN fact ON fact.activity = m.activity
        JOIN monitoring_figure f ON f.record_id = fact.record AND f.measure_id = m.measure
        WHERE m.kind = 'people' AND fact.year = %(year)s AND {ASKED}
          AND f.category IN ('total', 'women', 'men', 'other', 'unspecified')""",
        year=year,
    )
    return rows[0]["n"] or 0


def resources_used(year: int) -> dict[tuple[str, str], Decimal]:
    """In US dollars, by party and source."""
    rows = ask(
        """SELECT party, resources_source AS source, SUM(resources_usd) AS usd FROM fact
        WHERE resources_usd IS NOT NULL AND year = %(year)s GROUP BY party, resources_source""",
        year=year,
    )
    return {(row["party"], row["source"]): Decimal(str(row["usd"])) for row in rows}


def validated_reports(year: int) -> dict[str, set[str]]:
    """By semester, who has a validated report."""
    rows = ask(
        """SELECT sem.year, sem.half, who.code AS party FROM monitoring_progressreport rep
        JOIN monitoring_reportingperiod per ON per.id = rep.period_id
        JOIN plan_semester sem ON sem.id = per.semester_id
        JOIN accounts_stakeholder who ON who.id = rep.stakeholder_id
        WHERE rep.state = 'validated' AND sem.year = %(year)s""",
        year=year,
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(f"{row['year']}-{row['half']}", set()).add(row["party"])
    return found


def goals(year: int | None) -> dict[tuple[str, str], int | Decimal]:
    """By measure and party (or "region"), the confirmed meta of that very year, or of the plan."""
    rows = ask(
        """SELECT m.name, who.code AS party, t.value FROM m
        JOIN plan_target t ON t.measure_id = m.measure
        LEFT JOIN accounts_stakeholder who ON who.id = t.stakeholder_id
        WHERE t.state = 'confirmed' AND COALESCE(t.year, 0) = %(year)s""",
        year=year or 0,
    )
    return {(row["name"], row["party"] or "region"): number(row["value"]) for row in rows}


def declared_done(year: int) -> dict[str, int]:
    """By activity, how many countries last said that it is concluded, up to the year's end.

    «Sin actividad» says nothing of an activity that is left as each begins, «en proceso».
    """
    rows = ask(
        """SELECT act.code, who.code AS party, e.status FROM monitoring_progressentry e
        JOIN monitoring_progressreport rep ON rep.id = e.report_id
        JOIN monitoring_reportingperiod per ON per.id = rep.period_id
        JOIN plan_semester sem ON sem.id = per.semester_id
        JOIN accounts_stakeholder who ON who.id = rep.stakeholder_id
        JOIN plan_activity act ON act.id = e.activity_id
        WHERE rep.state = 'validated' AND who.kind = 'country' AND sem.year <= %(year)s
          AND NOT (e.no_activity AND e.status = 'in_progress')
        ORDER BY sem.year, sem.half""",
        year=year,
    )
    last = {(row["code"], row["party"]): row["status"] for row in rows}
    found: dict[str, int] = {}
    for (code, _party), status in last.items():
        found[code] = found.get(code, 0) + (status == "done")
    return found


# What is met


def verdicts(year: int) -> dict[str, str]:
    """By activity, of its indicator: met, not_met, or not_evaluable where nothing has a meta."""
    readings = {
        whole: (goals(None if whole else year), values(year, to_date=whole), shown(year, whole))
        for whole in (False, True)
    }
    of_activity: dict[str, list[bool]] = {}
    for measure in ask("SELECT name, kind, scope, reported_by FROM m ORDER BY name"):
        verdict = of_activity.setdefault(measure["name"].rpartition(".")[0], [])
        for party in judged(measure):
            for whole in (False, True):
                holders = holders_of(measure, party, readings[whole][0])
                if holders:
                    verdict.append(is_met(measure["name"], party, holders, *readings[whole]))
                    break
    return {code: said(verdict) for code, verdict in of_activity.items()}


def shown(year: int, whole: bool) -> Mapping:
    return values(year, to_date=whole, shown=True)


def judged(measure: dict) -> list[str]:
    """The region; of what exists in each country and once for the region, that one besides."""
    return ["region", "ST"] if is_split(measure) else ["region"]


def is_split(measure: dict) -> bool:
    return (measure["kind"], measure["scope"]) == ("deliverable", "both")


def holders_of(measure: dict, party: str, goals: Mapping) -> list[str]:
    """Whose meta the region's is: its own, else that of every country where each has one."""
    name = measure["name"]
    if party == "ST":
        return [one for one in ("ST", "region") if (name, one) in goals][:1]
    if (name, "region") in goals and not is_split(measure):
        return ["region"]
    countries = [row["code"] for row in ask(COUNTRIES)]
    is_summed = measure["reported_by"] != "coordination"
    return countries if is_summed and all((name, one) in goals for one in countries) else []


COUNTRIES = "SELECT code FROM accounts_stakeholder WHERE kind = 'country'"


def is_met(name: str, party: str, holders: list[str], goals, values, shown) -> bool:
    """In all, and where the meta is a sum also by each, and by what has accepted evidence."""
    whole = sum(goals[name, holder] for holder in holders)
    parts = [(one, goals[name, one]) for one in holders] if len(holders) > 1 else []
    return all(
        (name, who) in found and found[name, who] >= goal
        for who, goal in [(party, whole), *parts]
        for found in (values, shown)
    )


def said(verdict: list[bool]) -> str:
    if not verdict:
        return "not_evaluable"
    return "met" if all(verdict) else "not_met"
