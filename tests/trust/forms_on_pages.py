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
    for name, value in form.form_values():
        found.values.setdefault(name, []).append(value)
    for one in form.iter("input", "select", "textarea", "button"):
        if name := one.get("name"):
            found.options.setdefault(name, []).extend(choices(one))
    found.values.pop("csrfmiddlewaretoken", None)
    return found


def choices(field) -> list[str]:
    if field.tag == "select":
        return [one.get("value", "") for one in field.iter("option")]
    return [field.get("value", "")]
