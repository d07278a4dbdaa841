"""Every address of the URL configuration, named as the table of permissions names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, get_resolver

TABLE = re.compile(r"^administracion/(\w+)/(\w+)/(?!$)|^administracion/(\w+)/(\w+)/$")
REGEX_TAIL = re.compile(r"^\^?\(\?P<(\w+)>.*\)/?\$$")

WITH_RULES_OF_THEIR_OWN = ("institution", "membership", "mitigationaction", "stakeholder", "user")
ONLY_READ = ("finding", "planedition", "priority", "reportingperiod", "riskreview", "target")
"""What is written on pages of its own, where each change needs its reason or its visto bueno."""


@dataclass(frozen=True)
class Route:
    """`address` is what the table says; `name` is what Django reverses, "" where it has none."""

    address: str
    name: str
    parts: tuple[str, ...]
    table: str = ""


def routes() -> list[Route]:
    return list(walk(get_resolver().url_patterns))


def walk(patterns, before="", space="", parts=()) -> Iterator[Route]:
    for one in patterns:
        with_own = (*parts, *one.pattern.regex.groupindex)
        address = before + readable(str(one.pattern))
        if isinstance(one, URLPattern):
            yield route(address, f"{space}{one.name}" if one.name else "", with_own)
        else:
            inside = f"{one.namespace}:" if one.namespace else space
            yield from walk(one.url_patterns, address, inside, with_own)


def readable(pattern: str) -> str:
    """A path as it is written; of a regular expression the name of its part."""
    found = REGEX_TAIL.match(pattern)
    return f"<{found[1]}>" if found else pattern


def route(address: str, name: str, parts: tuple[str, ...]) -> Route:
    """The addresses of the admin are alike for every table that is edited in it."""
    table = admin_table(address)
    if not table:
        return Route(f"/{address}", name, parts)
    return Route(f"/{address.replace(table, '<tabla>', 1)}", name, parts, table)


def admin_table(address: str) -> str:
    return next((table for table in tables() if address.startswith(f"administracion/{table}/")), "")


def tables() -> dict[str, str]:
    """The tables of the admin with what the table of permissions calls their kind."""
    names = (model._meta for model in admin.site._registry)
    return {f"{one.app_label}/{one.model_name}": kind_of(one) for one in names}


def kind_of(table) -> str:
    if table.model_name in WITH_RULES_OF_THEIR_OWN:
        return str(table.verbose_name_plural)
    return "solo para leer" if table.model_name in ONLY_READ else "del plan y sus riesgos"
