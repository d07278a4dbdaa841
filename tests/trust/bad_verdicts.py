"""The table of what each field answers to bad input, beside the tests as `bad_input.csv`."""

import csv
import zlib
from functools import partial
from pathlib import Path

from tests.scale import IS_SOAK
from tests.trust.bad_forms import Form
from tests.trust.fuzzing import MARK, NUL, SPECIAL, Answers, send

TABLE = Path(__file__).with_name("bad_input.csv")
COLUMNS = ("formulario", "método", "página", "estado", "quién", "campo", "respuestas")
NOT_SENT = "."

Line = tuple[str, ...]


def read_table() -> dict[Line, str]:
    """A letter for each of SPECIAL that was sent, by form, page, person and kind of field."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = [tuple(line[one] for one in COLUMNS) for line in csv.DictReader(file)]
    return {line[:-1]: line[-1] for line in lines}


def write_table(found: dict[Line, str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows(sorted((*key, letters) for key, letters in found.items()))


def line_of(form: Form, kind: str) -> Line:
    return (*form.key, *form.page, kind)


def turns(line: Line) -> list[int]:
    """Which of SPECIAL a field is sent: markup, NUL and two that differ from line to line; to the
    forms that Django makes, and to what a page keeps for itself, one of all.

    In CI one of them goes to every third field, and to every sixth of Django's.
    """
    number = zlib.crc32("/".join(line).encode())
    others = [(number + step * 17) % len(SPECIAL) for step in range(2)]
    is_plain = line[0].startswith("admin:") or line[5].startswith("initial-")
    first = [SPECIAL.index(MARK), SPECIAL.index(NUL), *others]
    chosen = others[:1] if is_plain else [*dict.fromkeys(first)]
    if IS_SOAK:
        return chosen
    is_spared = number % (6 if line[0].startswith("admin:") else 3)
    return [] if is_spared else [chosen[number // 6 % len(chosen)]]


def as_it_should_be(answers: Answers, form: Form) -> None:
    """By each of its buttons, so that every form behind the page receives something."""
    for values in form.ways:
        answers.take(
            f"{form.key} {form.page}, como se debe",
            partial(send, answers.client, form.target, form.method, values, form.files),
        )


def letters_of(answers: Answers, form: Form, field: str, chosen: list[int]) -> str:
    """One field hostile, and the others as they should be."""
    letters = [NOT_SENT] * len(SPECIAL)
    for turn in chosen:
        values = form.values | {field: [SPECIAL[turn]]}
        letters[turn] = answers.take(
            f"{form.key} {form.page} {field}={SPECIAL[turn][:40]!r}",
            partial(send, answers.client, form.target, form.method, values, form.files),
        )
    return "".join(letters)


def in_words(told: str, found: str) -> dict[str, str]:
    """What was sent, and the letter that it should have and the one that it has."""
    told = told.ljust(len(SPECIAL), NOT_SENT)
    return {
        f"{SPECIAL[turn][:40]!r}": f"{told[turn]} → {letter}"
        for turn, letter in enumerate(found)
        if letter not in (NOT_SENT, told[turn])
    }
