from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Sheet
from corett.management.database import require_migrated
from corett.management.plans import find_plan
from plan.models import Plan
from risks import exchange


class Command(BaseCommand):
    help = _("Escribe las tablas del plan en un archivo .xlsx, .ods, .json, .zip (de csv) o .csv.")

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, required=True, help=_("archivo que se escribe"))
        parser.add_argument("--plan", help=_("código del plan (si no se dice, el más reciente)"))
        parser.add_argument("--table", help=_("una sola tabla, por su título: Metas"))

    def handle(self, *, output, plan, table, **options):
        require_migrated()
        ending = output.suffix.removeprefix(".").lower()
        if ending not in files.WRITERS or (ending == "csv" and not table):
            raise CommandError(
                _("Elija un archivo .xlsx, .ods, .json o .zip; .csv, solo con --table.")
            )
        write_file(output, files.write(sheets_of(find_plan(plan), table), ending))


def sheets_of(plan: Plan, table: str | None) -> list[Sheet]:
    if not table:
        return exchange.whole_sheets(plan)
    found = exchange.find_table(table)
    if found is None:
        titles = ", ".join(one.title for one in exchange.table_names())
        sentence = _("No hay una tabla «%(table)s». Las hay: %(titles)s.")
        raise CommandError(sentence % {"table": table, "titles": titles})
    return [exchange.table_sheet(found, plan)]


def write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        sentence = _("No se pudo escribir en %(path)s: %(reason)s.")
        raise CommandError(sentence % {"path": path, "reason": error.strerror}) from error
