"""What may stand in a mail, and the catalogue that says it in English.

What the annual report says beside is in `report_words`.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

CATALOGUE = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES"
MAILS = [settings.BASE_DIR / "templates" / app / "mails" for app in ("accounts", "monitoring")]
SPOKEN = [
    *(f"monitoring/reminders/{name}.py" for name in ("letters", "digest", "due", "occasions")),
    "corett/accounts/letters.py",
    "monitoring/owing/debts.py",
]
"""Modules of which every sentence may reach a mail."""

PARTLY = {
    "monitoring/workflow.py": {"SENTENCES", "out_of_time"},
    "monitoring/models/report.py": {"title"},
    "plan/models/plan.py": {"Half", "label"},
}
"""Of these, only what stands under such a name."""

IN_CONTEXT = {"pgettext", "pgettext_lazy"}
NAMES = {"_", "later", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""n?gettext\(u?(?P<one>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    r"""(?:,\s*u?(?P<many>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"),\s*count)?\)"""
    r"""|_\((?P<short>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\)"""
)

AMID = "\x04"
"""Between what a message is about and the message, as a compiled catalogue has it."""

Message = tuple[str, ...]
"""One sentence, or the singular and the plural."""


def messages_of_mails() -> set[Message]:
    texts = (found for folder in MAILS for found in of_templates(folder, "*.txt"))
    return {*texts, *of_modules()}


def of_templates(folder: Path, names: str) -> Iterator[Message]:
    for path in sorted(folder.glob(names)):
        for found in IN_TEMPLATE.finditer(templatize(path.read_text())):
            given = [found["one"] or found["short"], found["many"]]
            yield tuple(ast.literal_eval(one) for one in given if one)


def of_modules() -> Iterator[Message]:
    for name in SPOKEN:
        yield from called_in(parsed(name))
    for name, parts in PARTLY.items():
        yield from said_under(name, parts)


def said_under(name: str, parts: set[str]) -> Iterator[Message]:
    """What a module says under these names."""
    for node in ast.walk(parsed(name)):
        if names_of(node) & parts:
            yield from called_in(node)


def parsed(name: str) -> ast.AST:
    return ast.parse(Path(settings.BASE_DIR, name).read_text())


def names_of(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else set()


def called_in(node: ast.AST) -> Iterator[Message]:
    for call in ast.walk(node):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        if call.func.id in IN_CONTEXT:
            context, message = call.args
            if isinstance(context, ast.Constant) and isinstance(message, ast.Constant):
                yield (f"{context.value}{AMID}{message.value}",)
        if call.func.id in NAMES:
            many = 2 if call.func.id.startswith("n") else 1
            said = tuple(one.value for one in call.args[:many] if isinstance(one, ast.Constant))
            if len(said) == many:
                yield said


# The catalogue, as it is written and as it is compiled


def written() -> dict[Message, Message]:
    """What the .po says: of each message its translation, empty where there is none."""
    found = {}
    for block in (CATALOGUE / "django.po").read_text().split("\n\n"):
        fields = fields_of(block)
        if fields.get("msgid"):
            message = tuple(fields[name] for name in ("msgid", "msgid_plural") if name in fields)
            if "msgctxt" in fields:
                message = (f"{fields['msgctxt']}{AMID}{message[0]}",)
            said = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
            found[message] = said
    return found


def fields_of(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith('"'):
            name, _space, line = line.partition(" ")
        fields[name] = fields.get(name, "") + ast.literal_eval(line)
    return fields


def compiled() -> dict[Message, Message]:
    """What the .mo says, in the same shape."""
    with (CATALOGUE / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    plurals: dict[str, dict[int, str]] = {}
    found: dict[Message, Message] = {}
    for key, said in catalogue.items():
        if isinstance(key, tuple):
            plurals.setdefault(key[0], {})[key[1]] = said
        elif key:
            found[(key,)] = (said,)
    for first, said in plurals.items():
        found[(first,)] = tuple(said[place] for place in sorted(said))
    return found
