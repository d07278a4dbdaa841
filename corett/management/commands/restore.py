from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett import backup
from corett.management.database import require_migrated


class Command(BaseCommand):
    help = _(
        "Restaura una copia en una base de datos recién migrada y vacía. Antes comprueba la copia"
        " entera; si algo se alteró, no restaura nada."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help=_("la carpeta que dejó «backup»"))
        parser.add_argument(
            "--check", action="store_true", help=_("solo comprueba la copia, sin restaurarla")
        )

    def handle(self, *, folder, check, **options):
        try:
            said = backup.verify(folder) if check else self.restored(folder)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        sentence = _("La copia está entera.") if check else _("Restaurada.")
        self.stdout.write(self.style.SUCCESS(sentence))
        self.stdout.write(_("SHA-256 del contenido: %(hash)s") % {"hash": said.content_sha256})

    def restored(self, folder: Path) -> backup.Manifest:
        require_migrated()
        return backup.restore(folder)
