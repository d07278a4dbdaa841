from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from corett.management.health import CHECKS, Check, Found


class Command(BaseCommand):
    help = (
        "Revisa que nada se haya perdido: archivos y filas, publicaciones, avisos, el rastro de"
        " cambios. Aparta lo huérfano en «lost+found», borra lo vencido y dice lo demás; termina"
        " con error si algo espera a una persona. Puede repetirse sin daño, por ejemplo cada noche."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Solo mira; no aparta ni borra.")

    def handle(self, *, dry_run, **options):
        require_migrated()
        found = [one for check in CHECKS for one in self.look(check, may_mend=not dry_run)]
        if left := sum(not one.is_mended for one in found):
            raise CommandError(_("%(count)d cosas esperan a una persona.") % {"count": left})

    def look(self, check: Check, *, may_mend: bool) -> list[Found]:
        found = list(check.look(may_mend))
        self.stdout.write(f"{check.name}: {len(found) or _('bien')}")
        for one in found:
            mark = "✓" if one.is_mended else "✗"
            self.stdout.write(f"  {mark} {one.sentence}")
        return found
