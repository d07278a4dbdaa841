"""A form as a page offers it: what a browser would send of it, and what may be chosen in it."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import html


@dataclass
class Offered:
    """`values` is what untouched fields send; `options` all that a field could say."""

    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)

    def named(self, ending: str) -> list[str]:
        return [name for name in self.options if name.endswith(ending)]


def offered(content: bytes, page: str, target: str) -> Offered | None:
    """The first form of the page that is sent to the target, by itself or by one of its buttons."""
    tree = html.fromstring(content)
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post" and target in targets(form, page):
            return read(form)
    return None


def targets(form, page: str) -> set[str]:
    """Where it goes, without the place on the page."""
    actions = [form.get("action") or page]
    actions += [one.get("formaction") for one in form.iter("button") if one.get("formaction")]
    return {urljoin(page, one).partition("#")[0].partition("?")[0] for one in actions}


def read(form) -> Offered:
    found = Offered()
    for one in form.iter("input", "select", "textarea", "button"):
        if (name := one.get("name")) and name != "csrfmiddlewaretoken":
            found.options.setdefault(name, []).extend(choices(one))
            if sent := values(one):
                found.values.setdefault(name, []).extend(sent)
    return found


def choices(field) -> list[str]:
    if field.tag == "select":
        return [one.get("value", "") for one in field.iter("option")]
    return [field.get("value", "")]


def values(field) -> list[str]:
    """What an untouched field sends; a button that nobody presses sends nothing."""
    kind = field.get("type", "text")
    if field.tag == "select":
        chosen = [one for one in field.iter("option") if "selected" in one.attrib]
        first = [] if "multiple" in field.attrib else list(field.iter("option"))[:1]
        return [one.get("value", "") for one in chosen or first]
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "button" or kind in ("submit", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]
