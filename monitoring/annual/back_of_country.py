"""What a country's own edition says of the enfoques and the risks: less what others told of them.

Plain values in and out. The levels of the risks and their mitigation are the region's, and stay.
"""


def back_of_country(content: dict, code: str) -> dict:
    """What replaces the same keys of the content; what an older one does not have is not in it."""
    found: dict = {
        "risks": [{**one, "met": own(one.get("met", []), code)} for one in content["risks"]]
    }
    if content.get("approaches"):
        found["approaches"] = approaches_of(content["approaches"], code)
    return found


def approaches_of(approaches: dict, code: str) -> dict:
    said = own(approaches["parties"], code)
    return {
        "told": sum(one["told"] for one in said),
        "marked": sum(one["marked"] for one in said),
        "parties": said,
        "rows": [own_row(row, code) for row in approaches["rows"]],
        "how": own(approaches["how"], code),
    }


def own_row(row: dict, code: str) -> dict:
    by = own(row["by"], code)
    return {**row, "by": by, "activities": [one for who in by for one in who["activities"]]}


def own(rows: list[dict], code: str) -> list[dict]:
    return [row for row in rows if row["code"] == code]
