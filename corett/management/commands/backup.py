from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett import backup
from corett.management.database import require_migrated


class Command(BaseCommand):
    help = _(
        "Copia en una carpeta nueva todas las filas y todos los archivos, con sus sumas SHA-256."
        " La gente puede seguir trabajando mientras tanto."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help=_("la carpeta, que no debe existir"))

    def handle(self, *, folder, **options):
        require_migrated()
        try:
            made = backup.make(folder)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        sentence = _("Copia en «%(folder)s»: %(rows)d filas, %(files)d archivos.")
        count = sum(part.rows or 0 for part in made.tables.values())
        said = sentence % {"folder": folder, "rows": count, "files": len(made.files)}
        self.stdout.write(self.style.SUCCESS(said))
        self.stdout.write(_("SHA-256 del contenido: %(hash)s") % {"hash": made.content_sha256})
