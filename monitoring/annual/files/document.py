"""The Word document (.docx) of an edition: its words and tables, for those who must edit them."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical, sha256
from monitoring.annual.chapters import title_of, upgraded
from monitoring.annual.files import region_tables
from monitoring.annual.files.contents import about, corrections_table
from monitoring.annual.files.decision_tables import findings_table, priorities_table
from monitoring.annual.files.document_activity import write_activity
from monitoring.annual.files.schedule_tables import schedule_by_semester
from monitoring.annual.files.table import Table, Value, amount
from monitoring.annual.files.word import Word


def document(content: dict, language: str = "es") -> bytes:
    lifted = upgraded(content)
    with translation.override(language):
        word = Word(language)
        write_opening(word, content, lifted)
        write_summary(word, lifted)
        for axis in lifted["axes"]:
            write_axis(word, axis, lifted)
        for section in SECTIONS:
            section(word, lifted)
        write_countries(word, lifted)
        write_reports(word, lifted)
        return word.bytes(title_of(lifted))


def write_opening(word: Word, frozen: dict, content: dict) -> None:
    title, digest = title_of(content), sha256(canonical(frozen))
    word.title(title)
    word.footer(title)
    word.says(
        _(
            "Copia para editar. Lo publicado es el PDF; los datos de los que se hizo esta copia"
            " tienen el SHA-256 %(digest)s."
        )
        % {"digest": digest}
    )
    word.pairs(line for line in about(frozen) if line[1] != digest)
    write_text(word, content, "introduction", _("Presentación"))
    write_text(word, content, "erratum", _("Qué corrige esta edición"))
    if content.get("corrects"):
        word.whole_table(corrections_table(content))
    write_highlights(word, content)


def write_text(word: Word, content: dict, key: str, heading: str, level: int = 1) -> None:
    """What was written of it, under its heading; nothing where nobody wrote."""
    if text := content["texts"].get(key):
        word.heading(heading, level)
        word.says(text["text"], text["language"])


def write_highlights(word: Word, content: dict) -> None:
    if content["highlights"]:
        word.heading(_("Lo más destacado"), 1)
    for one in content["highlights"]:
        word.heading(f"{one['name']} · {one['activity']} · {one['semester']}", 3)
        word.says(one["text"], one["language"])


def write_summary(word: Word, content: dict) -> None:
    word.heading(_("El año en cifras"), 1)
    word.whole_table(region_tables.summary_table(content))


def write_axis(word: Word, axis: dict, content: dict) -> None:
    word.new_page()
    word.heading(f"{_('Eje')} {axis['number']}. {axis['name']}", 1)
    word.says(axis["definition"])
    write_text(word, content, f"axis-{axis['number']}", _("Síntesis"), level=2)
    for objective in axis["objectives"]:
        word.heading(f"{_('Objetivo')} {objective['number']}", 2)
        word.says(objective["statement"])
        for activity in objective["activities"]:
            write_activity(word, activity, content)


# Of the whole region


def write_section(word: Word, content: dict, key: str, heading: str, table: Table | None) -> None:
    """Its words and its table, where there is either."""
    text = content["texts"].get(key)
    if text is None and (table is None or not table.rows):
        return
    word.heading(heading, 1)
    if text:
        word.says(text["text"], text["language"])
    if table is not None:
        word.whole_table(table)


def write_resources(word: Word, content: dict) -> None:
    resources = content["resources"]
    word.heading(_("Recursos"), 1)
    if text := content["texts"].get("resources"):
        word.says(text["text"], text["language"])
    used: list[list[Value]] = [
        [one["name"], one["source"] or _("sin decir"), amount(one["usd"])]
        for one in resources["used"]
    ]
    used.append([_("Total"), "", amount(resources["used_total"])])
    word.table([_("Quién"), _("Fuente"), _("Usados (USD)")], used)
    managed: list[list[Value]] = [
        [one["source"] or _("sin decir"), amount(one["managed"]), amount(one["received"])]
        for one in resources["managed"]
    ]
    totals = resources["managed_totals"]
    managed.append([_("Total"), amount(totals["managed"]), amount(totals["received"])])
    word.table([_("Fuente"), _("Gestionados (USD)"), _("Recibidos (USD)")], managed)


def write_schedule(word: Word, content: dict) -> None:
    found = content.get("schedule")
    table = schedule_by_semester(content) if found else None
    write_section(word, content, "schedule", _("Cronograma"), table)


def write_approaches(word: Word, content: dict) -> None:
    found = content.get("approaches")
    table = region_tables.approaches_by_party(content) if found else None
    write_section(word, content, "approaches", _("Enfoques rectores"), table)


def write_risks(word: Word, content: dict) -> None:
    names = ("riesgo", "enunciado", "nivel_antes", "nivel_ahora", "cambio", "mitigacion")
    table = region_tables.risks_table(content).only(*names)
    write_section(word, content, "risks", _("Riesgos"), table)


def write_obstacles(word: Word, content: dict) -> None:
    write_text(word, content, "challenges", _("Desafíos y obstáculos"))
    write_text(word, content, "good_practices", _("Buenas prácticas"))


def write_findings(word: Word, content: dict) -> None:
    names = ("hallazgo", "documento", "texto", "accion", "responsable", "plazo", "estado")
    found = content.get("findings")
    table = findings_table(content).only(*names) if found else None
    write_section(word, content, "findings", _("Hallazgos y su seguimiento"), table)


def write_priorities(word: Word, content: dict) -> None:
    found = content.get("priorities")
    names = ("actividad", "enunciado", "decision", "motivo", "semestres")
    table = priorities_table(content).only(*names) if found else None
    heading = _("Prioridades para %(year)s") % {"year": content["report"]["year"] + 1}
    write_section(word, content, "priorities", heading, table)


SECTIONS: tuple[Callable[[Word, dict], None], ...] = (
    write_resources,
    write_schedule,
    write_approaches,
    write_risks,
    write_obstacles,
    write_findings,
    write_priorities,
)


def write_countries(word: Word, content: dict) -> None:
    told = [one for one in content["countries"] if f"country-{one['code']}" in content["texts"]]
    if told:
        word.heading(_("Países"), 1)
    for one in told:
        write_text(word, content, f"country-{one['code']}", one["name"], level=2)


def write_reports(word: Word, content: dict) -> None:
    word.heading(_("Informes semestrales"), 1)
    word.whole_table(region_tables.reports_table(content))
