from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from corett.management.plans import find_plan
from plan import document
from plan.models import Plan, PlanEdition


class Command(BaseCommand):
    help = _("Escribe el PDF del plan como lo dice una de sus ediciones.")

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--output", type=Path, required=True, help=_("archivo PDF que se escribe"))
        add("--plan", help=_("código del plan (si no se dice, el más reciente)"))
        add("--edition", type=int, help=_("número de edición (si no se dice, la última)"))

    def handle(self, *, output, plan, edition, **options):
        require_migrated()
        pdf = document.render(require_edition(find_plan(plan), edition))
        write(output, pdf)
        self.stdout.write(self.style.SUCCESS(_("Escrito: %(path)s") % {"path": output}))


def require_edition(plan: Plan, number: int | None) -> PlanEdition:
    edition = document.find_edition(plan, number)
    if edition:
        return edition
    if number is None:
        sentence = _("El plan %(plan)s todavía no tiene ninguna edición publicada.")
    else:
        sentence = _("El plan %(plan)s no tiene la edición %(edition)s.")
    raise CommandError(sentence % {"plan": plan.code, "edition": number})


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        sentence = _("No se pudo escribir en %(path)s: %(reason)s.")
        raise CommandError(sentence % {"path": path, "reason": error.strerror}) from error
