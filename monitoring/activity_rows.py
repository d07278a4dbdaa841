"""What the rows of an activity say beside its measures, by who informs and by semester."""

from collections.abc import Iterable, Iterator

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from monitoring.models import AmountStatus, Record
from monitoring.reading import Answer, code_and_name


class Resource(TextChoices):
    """What an amount of money is; the three are never added together."""

    USED = "used", _("usados")
    MANAGED = AmountStatus.MANAGED.value, _("gestionados")
    RECEIVED = AmountStatus.RECEIVED.value, _("recibidos")


def rows_in(answers: Iterable[Answer], year: int) -> Iterator[tuple[Answer, Record]]:
    for answer in answers:
        for record in answer.records_in(year):
            yield answer, record


def actions_by(answers: Iterable[Answer], year: int) -> list[dict]:
    counted: dict[tuple[str, str], dict] = {}
    for answer, record in rows_in(answers, year):
        semester = semester_code(answer, record)
        line = {**code_and_name(answer.stakeholder), "semester": semester, "number": 0}
        key = (answer.stakeholder.code, semester)
        counted.setdefault(key, line)["number"] += record.quantity
    return list(counted.values())


def resources_by(answers: Iterable[Answer], year: int) -> list[dict]:
    """Each amount by itself, so that whoever adds them up chooses by what."""
    lines = []
    for answer, record in rows_in(answers, year):
        who = {**code_and_name(answer.stakeholder), "semester": semester_code(answer, record)}
        if record.resources_usd is not None:
            lines.append(
                {**who, **amount(Resource.USED, record.resources_source, record.resources_usd)}
            )
        for one in record.amounts.all():
            lines.append({**who, **amount(one.status, one.source, one.usd)})
    return lines


def amount(kind: str, source: str, usd) -> dict:
    return {"kind": str(kind), "source": source, "usd": f"{usd:.2f}"}


def semester_code(answer: Answer, record: Record) -> str:
    year, half = answer.semester_of(record)
    return f"{year}-{half}"
