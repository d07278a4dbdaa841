"""The plan as its document prints it, read from the extracted text with its scars mended.

Nothing here knows the fixtures: `texts()` is what a loaded plan is compared with, cell by cell.
"""

import json
import re
from itertools import dropwhile

from django.conf import settings

SOURCE = settings.BASE_DIR / "fixtures" / "plan-de-trabajo-2024-2028.txt"
SCARS = settings.BASE_DIR / "fixtures" / "scars.json"

Texts = dict[tuple[str, ...], str]


def extracted() -> str:
    return SOURCE.read_text(encoding="utf-8")


def scars() -> list[dict]:
    return json.loads(SCARS.read_text(encoding="utf-8"))


def mended() -> str:
    text = extracted()
    for scar in scars():
        text = text.replace(scar["extracted"], scar["mended"])
    return text


def texts() -> Texts:
    """Every wording of the plan under the name of its place: ("actividad", "1.1"): "Mesas de…"."""
    document = mended()
    return {
        **axis_tables(document),
        **schedule(document),
        **risk_matrix(document),
        **guiding_approaches(document),
        **glossary(document),
    }


def axis_tables(document: str) -> Texts:
    """Name, definition, objectives and activities of each eje (pp. 25-42)."""
    found: Texts = {}
    axis = number = code = ""
    for row in rows(document, "Ejes estratégicos y objetivos", "Riesgos para el cumplimiento"):
        if title := re.fullmatch(r"Eje (\d)\. (.+)", row[0]):
            axis, found["eje", title[1]] = title[1], title[2]
            continue
        if row[0] == "Eje estratégico":
            continue
        definition, objective, activity, responsible, indicator = row
        extend(found, ("definición del eje", axis), definition)
        number, objective = numbered(objective, r"\d+") or (number, objective)
        extend(found, ("objetivo", number), objective)
        found["eje del objetivo", number] = axis
        code, activity = numbered(activity, r"\d+\.\d+") or (code, activity)
        extend(found, ("actividad", code), activity)
        found["objetivo de la actividad", code] = number
        extend(found, ("responsables", code), responsible)
        code, indicator = numbered(indicator, r"\d+\.\d+") or (code, indicator)
        extend(found, ("indicador", code), indicator)
    return found


def schedule(document: str) -> Texts:
    """The three wordings of each activity in the cronograma (pp. 47-67)."""
    found: Texts = {}
    code = ""
    for row in rows(document, "Cronograma de actividades (2024-2028)", "Anexo 1. Matriz")[2:]:
        for position, cell in enumerate(row):
            if named := re.fullmatch(r"Actividad (\d+\.\d+)", cell):
                code, row = named[1], row[position + 1 :]
                break
        details, indicator, responsible = [*dropwhile(is_blank, row), "", ""][:3]
        extend(found, ("actividad en el cronograma", code), details)
        extend(found, ("indicador en el cronograma", code), indicator)
        extend(found, ("responsables en el cronograma", code), responsible)
    return found


def semesters(document: str) -> list[str]:
    """The codes that the two heading rows of the cronograma spell: 2024-2, 2025-1 …"""
    years, halves = rows(document, "Cronograma de actividades (2024-2028)", "Anexo 1. Matriz")[:2]
    codes, year = [], ""
    for printed_year, half in zip(years[6:], halves[6:], strict=True):
        year = printed_year or year
        codes.append(f"{year}-{half[0]}")
    return codes


def risk_matrix(document: str) -> Texts:
    """The 14 risks of Anexo 1 (p. 68), numbered in its order."""
    found: Texts = {}
    kind = ""
    matrix = rows(document, "Anexo 1. Matriz de riesgos", "Referencias")[1:]
    for number, (printed_kind, statement, level, mitigation) in enumerate(matrix, start=1):
        kind = printed_kind or kind
        code = f"R{number}"
        found["tipo de riesgo", code] = kind
        found["riesgo", code] = statement
        found["nivel de riesgo", code] = level
        found["mitigación", code] = mitigation
    return found


def observers(document: str) -> list[str]:
    """The members that the chapter on monitoring lists (p. 45)."""
    return re.findall(
        r"^ - ◇ (.+)$", between(document, "Monitoreo y evaluación", "Cronograma"), re.M
    )


def countries(document: str) -> list[str]:
    """The nine that the chapter Antecedentes names (p. 13)."""
    named = re.search(
        r"entre los que se encuentran (.+?)\.", between(document, "Antecedentes", "Contexto")
    )
    return re.split(r", | y la ", named[1])


def guiding_approaches(document: str) -> Texts:
    section = between(document, "Enfoques rectores", "INTRODUCCIÓN")
    found = re.findall(r"^([^.\n]+)\. (.+)$", section, re.MULTILINE)
    return {("enfoque", name): text for name, text in found}


def glossary(document: str) -> Texts:
    found: Texts = {}
    term = ""
    for paragraph in between(document, "GLOSARIO", "Enfoques rectores").strip().split("\n\n"):
        if opening := re.match(r"([^:.,()\n]+): (?=\S)", paragraph):
            term = opening[1]
            found["glosario", term] = paragraph[opening.end() :]
        elif term:
            found["glosario", term] += f"\n\n{paragraph}"
    return found


def between(document: str, opening: str, closing: str) -> str:
    """The text from the line that is (or begins) a heading to the one that begins the next."""
    start = re.search(rf"^{re.escape(opening)}[^\t\n]*$", document, re.MULTILINE)
    end = re.compile(rf"^{re.escape(closing)}", re.MULTILINE).search(document, start.end())
    return document[start.end() : end.start()]


def rows(document: str, opening: str, closing: str) -> list[list[str]]:
    """The table rows of a section, and the titles between them as rows of one cell."""
    lines = between(document, opening, closing).split("\n")
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines if line.strip()]
    return [[row[0]] if not any(row[1:]) and row[0].startswith("Eje ") else row for row in cells]


def numbered(cell: str, number: str) -> tuple[str, str] | None:
    """The cell's number and its text; a cell carried over from the page before has no number."""
    opening = re.match(rf"({number})[.:]? ", cell)
    return (opening[1], cell[opening.end() :]) if opening else None


def extend(found: Texts, key: tuple[str, ...], text: str) -> None:
    if text:
        found[key] = f"{found[key]} {text}" if key in found else text


def is_blank(cell: str) -> bool:
    return not cell
