from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.accounts.exchange import Fault
from corett.lib.tablefiles.sheets import Unreadable
from corett.management.database import require_migrated
from plan.exchange import Outcome, PlanChange
from risks import exchange


class Command(BaseCommand):
    help = _("Carga las tablas de un plan desde un archivo: todo, o nada. Dice qué cambia.")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("archivo .xlsx, .ods, .json, .zip o .csv"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("solo dice qué cambiaría; no guarda nada")
        )

    def handle(self, *, file, dry_run, **options):
        require_migrated()
        try:
            outcome = exchange.load(
                file.name, file.read_bytes(), keep=lambda outcome: not dry_run, by=None
            )
        except OSError as error:
            sentence = _("No se pudo leer %(path)s: %(reason)s.")
            raise CommandError(sentence % {"path": file, "reason": error.strerror}) from error
        except Unreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        if outcome.faults:
            told = "\n".join(map(in_words, outcome.faults))
            raise CommandError(_("No se guardó nada. Corrija el archivo:\n%s") % told)
        for line in summary(outcome):
            self.stdout.write(line)


def in_words(fault: Fault) -> str:
    place = _("%(sheet)s, fila %(line)d") % {"sheet": fault.sheet, "line": fault.line}
    return f"{place}{f', {fault.heading}' if fault.heading else ''}: {fault.sentence}"


def summary(outcome: Outcome) -> list[str]:
    counts = _("%(sheet)s: %(new)d nuevas, %(changed)d cambian, %(same)d sin cambio.")
    lines = [
        counts % {"sheet": one.sheet, "new": one.new, "changed": one.changed, "same": one.same}
        for one in outcome.tables
    ]
    for plan in outcome.plans:
        lines += plan_lines(plan)
    for row in outcome.others:
        for value in row.values:
            lines.append(changed_line(f"{row.sheet} {row.code}", value.heading, value))
    lines.append(_("Guardado.") if outcome.is_applied else _("No se guardó nada (--dry-run)."))
    return lines


def plan_lines(changed: PlanChange) -> list[str]:
    if changed.is_new:
        sentence = _("Plan nuevo: %(code)s, edición %(number)d.")
        return [sentence % {"code": changed.plan.code, "number": changed.edition}]
    return [changed_line(one.subject, one.label, one) for one in changed.changes]


def changed_line(subject: str, label: str, change) -> str:
    empty = _("vacío")
    return f"{subject}, {label}: {change.old or empty} → {change.new or empty}"
