"""An activity in the Word document: its measures by who informs, its words, what backs them."""

from django.utils.translation import gettext as _

from monitoring.annual.files.table import Value, amount
from monitoring.annual.files.word import Word, printed
from monitoring.annual.labels import said


def write_activity(word: Word, activity: dict, content: dict) -> None:
    word.heading(f"{_('Actividad')} {activity['code']}", 3)
    word.says(activity["statement"])
    word.pairs(
        [
            (_("Responsables"), activity["responsibilities"]),
            (_("Indicador"), activity["indicator"]["statement"]),
            (_("Cumplimiento del indicador"), said(activity["indicator"]["verdict"]["label"])),
            (_("La declaran concluida"), declared(activity)),
        ]
    )
    for measure in activity["measures"]:
        write_measure(word, measure, content)
    if text := content["texts"].get(f"activity-{activity['code']}"):
        word.heading(_("Síntesis"), 4)
        word.says(text["text"], text["language"])
    write_words(word, activity)
    write_backing(word, activity)


def declared(activity: dict) -> str:
    said_done = activity["declared"]
    return _("%(done)s de %(of)s") % {"done": said_done["done"], "of": said_done["of"]}


def write_measure(word: Word, measure: dict, content: dict) -> None:
    word.heading(f"{measure['code']}. {measure['name']} ({measure['unit']})", 4)
    year = str(content["report"]["year"])
    headings = [
        _("Quién"),
        *(semester["code"] for semester in content["semesters"]),
        year,
        _("Meta"),
        _("Porcentaje de la meta"),
        _("Estado"),
    ]
    region = {**measure["region"], "name": _("Región")}
    word.table(headings, [line_of(line) for line in [*measure["rows"], region]])


def line_of(line: dict) -> list[Value]:
    return [
        line["name"],
        *(value_in_words(value) for value in [*line["semesters"], line["year"]]),
        amount(line["goal"]),
        line["compliance"],
        said(line["state"]["label"]),
    ]


def value_in_words(value: dict) -> str:
    """The number or its words, and below it what it is made of."""
    if not value["adds_up"]:
        return _("no se suma")
    parts = [f"{said(part['label'])}: {printed(amount(part['number']))}" for part in value["parts"]]
    total = said(value["text"]) or printed(amount(value["number"]))
    return "\n".join([one for one in [total, *parts] if one]) or "—"


WORDS = ("progress", "obstacles", "next_steps", "reason")


def write_words(word: Word, activity: dict) -> None:
    """What each said, under the name of what was asked."""
    labels = {
        "progress": _("Avances"),
        "obstacles": _("Obstáculos"),
        "next_steps": _("Próximos pasos"),
        "reason": _("Motivo"),
    }
    if activity["narratives"]:
        word.heading(_("Lo que informaron"), 4)
    for one in activity["narratives"]:
        status = said(one["status"]["label"])
        word.heading(f"{one['name']}, {one['semester']} ({status})", 5)
        for name in WORDS:
            if one[name]:
                word.says(f"{labels[name]}: {one[name]}", one.get("language", "es"))


def write_backing(word: Word, activity: dict) -> None:
    """Institutions and evidence; those that may not be named are only counted."""
    if activity["institutions"]:
        word.heading(_("Instituciones"), 4)
        word.pairs((said(group["country"]), named(group)) for group in activity["institutions"])
    if activity["evidence"] or activity["evidence_withheld"]:
        word.heading(_("Medios de verificación"), 4)
    if activity["evidence"]:
        headings = [_("Quién"), _("Semestre"), _("Título"), _("Enlace")]
        rows = [
            [one["name"], one["semester"], one["title"], one["url"]] for one in activity["evidence"]
        ]
        word.table(headings, rows)
    if withheld := activity["evidence_withheld"]:
        word.says(_("Otros que no se publican: %(count)s.") % {"count": withheld})


def named(group: dict) -> str:
    unnamed = _("sin nombrar: %(count)s") % {"count": group["unnamed"]}
    return "; ".join([*group["names"], *([unnamed] if group["unnamed"] else [])])
