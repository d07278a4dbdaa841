"""The cronograma, planned and executed, as tables: in rows for a file, and by semester to read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.annual.files.table import Table, Value, table_of, text, whole
from monitoring.annual.labels import said


def schedule_table(content: dict) -> Table:
    return table_of(
        "cronograma",
        _("Cronograma"),
        _("Lo programado y lo ejecutado, por semestre. Quién vacío es toda la región."),
        [
            text("actividad", _("Actividad")),
            text("codigo", _("Código de quien informa")),
            text("quien", _("Quién")),
            text("semestre", _("Semestre")),
            text("estado", _("Estado")),
            whole("ejecutan", _("La ejecutaron")),
            whole("de", _("De")),
            whole("vencidos", _("Con plazo vencido")),
        ],
        schedule_rows(content["schedule"]),
    )


def schedule_rows(schedule: dict) -> Iterator[list[Value]]:
    semesters = [one["code"] for one in schedule["semesters"]]
    for axis in schedule["axes"]:
        for row in axis["activities"]:
            for cell in row["cells"]:
                said_of_region = [cell["executed"], cell["of"], cell["overdue"]]
                state = said(cell["state"]["label"])
                first = [row["code"], "", _("Región"), cell["semester"]]
                yield [*first, state, *said_of_region]
            for party in row["parties"]:
                for semester, state in zip(semesters, party["states"], strict=True):
                    who = [row["code"], party["code"], party["name"], semester]
                    yield [*who, said(state["label"]), None, None, None]


def schedule_by_semester(content: dict) -> Table:
    """The region's line of each activity: a state for each semester."""
    schedule = content["schedule"]
    return table_of(
        "cronograma",
        _("Cronograma"),
        _("Lo programado y lo ejecutado en toda la región, por semestre."),
        [
            text("actividad", _("Actividad")),
            *(text(one["code"], one["code"]) for one in schedule["semesters"]),
        ],
        (
            [row["code"], *(said(cell["state"]["label"]) for cell in row["cells"])]
            for axis in schedule["axes"]
            for row in axis["activities"]
        ),
    )
