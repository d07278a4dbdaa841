"""Where in a report something changed, in the words that lead a person there."""

from django.utils.translation import gettext as _

from monitoring.annual.correction_words import WITHIN, WORDS

IDENTITY = ("code", "semester", "title", "source", "country", "term", "kind", "activity")
NAMES = ("name", "title", "term", "country", "label", "source", "activity", "semester")
BY_NUMBER = ("axes", "objectives")
POSITIONAL = ("semesters", "states")
"""Each of its items is of the semester that has its place."""
OPENING = {"axes": "objectives", "objectives": "activities", "activities": "measures"}
"""What the items of a list hold that are told without what they lie in."""


def key_word(key: str, name: str, content: dict) -> str:
    if key == "texts":
        return text_word(name, content)
    if name == "year":
        return str(content["report"]["year"])
    found = WITHIN.get((key, name), WORDS.get(name))
    return name.replace("_", " ") if found is None else str(found)


def text_word(section: str, content: dict) -> str:
    kind, _dash, code = section.partition("-")
    names = {one["code"]: one["name"] for one in content["countries"]}
    if kind == "axis":
        return _("síntesis del eje %(number)s") % {"number": code}
    if kind == "activity":
        return _("síntesis de la actividad %(code)s") % {"code": code}
    if kind == "country":
        return _("síntesis de %(country)s") % {"country": names.get(code, code)}
    titles = {
        "introduction": _("presentación"),
        "challenges": _("texto de los desafíos y obstáculos"),
        "good_practices": _("texto de las buenas prácticas"),
    }
    part = WORDS.get(section, section)
    return titles.get(section) or _("texto sobre %(part)s") % {"part": part}


def identity_of(item, key: str, place: int) -> tuple:
    if not isinstance(item, dict):
        return (item,)
    if key in POSITIONAL and "code" not in item:
        return (place,)
    if key in BY_NUMBER:
        return (item["number"],)
    found = tuple(plain(item.get(name)) for name in IDENTITY)
    return found if any(found) else (item.get("name") or item.get("label") or place,)


def plain(value):
    return value.get("value") if isinstance(value, dict) else value


def item_word(key: str, item, identity: tuple, content: dict) -> str:
    """What an item of that list is called; `identity` ends with its turn among its like."""
    word = own_word(key, item, identity, content)
    turn = identity[-1]
    return f"{word} ({turn})" if turn > 1 else word


def own_word(key: str, item, identity: tuple, content: dict) -> str:
    if not isinstance(item, dict):
        return str(item)
    if key in POSITIONAL:
        return item.get("code") or semester_at(key, identity[0], content)
    patterns = {
        "reporting": "%(code)s",
        "axes": _("eje %(number)s"),
        "objectives": _("objetivo %(number)s"),
        "activities": _("actividad %(code)s"),
        "measures": _("medida «%(name)s»"),
        "risks": _("riesgo %(code)s"),
    }
    if key in patterns:
        return patterns[key] % item
    words = [str(item[name]) for name in NAMES if isinstance(item.get(name), str) and item[name]]
    return " · ".join(dict.fromkeys(words)) or str(item.get("code") or identity[0])


def semester_at(key: str, place: int, content: dict) -> str:
    semesters = (content["schedule"] if key == "states" else content)["semesters"]
    return semesters[place]["code"]


def opens_path(key: str, item) -> bool:
    """Its name says enough, without what it lies in."""
    return isinstance(item, dict) and OPENING.get(key) in item
