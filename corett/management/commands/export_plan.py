import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from corett.management.plans import find_plan
from plan.models import Plan
from risks.export import export_whole_plan


class Command(BaseCommand):
    help = "Escribe el plan, o una de sus ediciones, como JSON."

    def add_arguments(self, parser):
        parser.add_argument("--plan", help="código del plan (si no se dice, el más reciente)")
        parser.add_argument("--edition", type=int, help="número de una edición publicada")
        parser.add_argument("--output", type=Path, help="archivo (si no se dice, la pantalla)")

    def handle(self, *, plan, edition, output, **options):
        require_migrated()
        content = find_content(find_plan(plan), edition)
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        if output:
            write_file(output, text)
        else:
            self.write_screen(text)

    def write_screen(self, text: str) -> None:
        if hasattr(self.stdout, "reconfigure"):
            self.stdout.reconfigure(encoding="utf-8")
        self.stdout.write(text, ending="")


def find_content(plan: Plan, edition: int | None) -> dict:
    if edition is None:
        return export_whole_plan(plan)
    published = plan.editions.filter(number=edition).first()
    if published is None:
        sentence = _("El plan %(plan)s no tiene la edición %(edition)s.")
        raise CommandError(sentence % {"plan": plan.code, "edition": edition})
    return published.content


def write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        sentence = _("No se pudo escribir en %(path)s: %(reason)s.")
        raise CommandError(sentence % {"path": path, "reason": error.strerror}) from error
