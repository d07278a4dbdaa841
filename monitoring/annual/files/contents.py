"""What a data file holds: the lines that say what it is, and its tables in their order."""

from django.utils.translation import gettext as _

from corett.lib.canonical import canonical, sha256
from monitoring.annual.chapters import upgraded
from monitoring.annual.files.activity_tables import activity_tables
from monitoring.annual.files.measure_table import measure_table
from monitoring.annual.files.region_tables import region_tables, summary_table
from monitoring.annual.files.table import Table, table_of, text

Lines = list[tuple[str, str]]


def tables_of(content: dict) -> list[Table]:
    """In the language that is active."""
    lifted = upgraded(content)
    return [
        summary_table(lifted),
        measure_table(lifted),
        *activity_tables(lifted),
        *region_tables(lifted),
        texts_table(lifted),
        *([corrections_table(lifted)] if lifted.get("corrects") else []),
    ]


def about(content: dict) -> Lines:
    """What it is, of whom, of when, and by which hash it is known again."""
    lifted = upgraded(content)
    report, limits = lifted["report"], lifted["thresholds"]
    edition = report.get("plan_edition")
    lines = [
        (_("Qué es"), title(lifted)),
        (_("Plan"), report["plan_title"]),
        (_("Edición del plan"), str(edition) if edition else _("ninguna publicada")),
        (_("Año"), str(report["year"])),
        (_("Edición del informe"), str(report["edition"])),
        (_("Carácter"), _("definitiva") if report["is_final"] else _("provisional")),
        (_("Cifras al"), report["as_of"]),
        (_("Datos"), _("Solo informes semestrales validados; vacío es «sin dato», que no es cero")),
        (_("Amarillo desde"), f"{limits['red_below']} %"),
        (_("Verde desde"), f"{limits['green_from']} %"),
        (_("SHA-256 de los datos"), sha256(canonical(content))),
    ]
    if address := report.get("address"):
        lines.append((_("Dónde está"), address))
    if report.get("is_demonstration"):
        lines.append((_("Aviso"), _("Demostración: los datos son inventados.")))
    return lines


def title(content: dict) -> str:
    report = content["report"]
    return _("Informe anual %(year)s de la CORETT, edición %(edition)s: datos") % {
        "year": report["year"],
        "edition": report["edition"],
    }


def texts_table(content: dict) -> Table:
    return table_of(
        "textos",
        _("Textos"),
        _("Lo que escribió la Secretaría Técnica, en el idioma en que lo escribió."),
        [text("parte", _("Parte")), text("idioma", _("Idioma")), text("texto", _("Texto"))],
        ([name, one["language"], one["text"]] for name, one in content["texts"].items()),
    )


def corrections_table(content: dict) -> Table:
    edition = content["corrects"]["edition"]
    return table_of(
        "correcciones",
        _("Correcciones"),
        _("Qué cambió respecto de la edición %(edition)s.") % {"edition": edition},
        [text("donde", _("Dónde")), text("antes", _("Antes")), text("ahora", _("Ahora"))],
        ([one["where"], one["before"], one["after"]] for one in content["corrects"]["changes"]),
    )
