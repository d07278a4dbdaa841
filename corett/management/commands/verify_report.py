from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.management.database import require_migrated
from monitoring import annual

UNKNOWN = 2


class Command(BaseCommand):
    help = _(
        "Con un archivo, dice si es uno de los publicados, y de qué informe; sin él, comprueba"
        " todo lo publicado, filas y archivos, y nombra lo que se alteró. Termina con 0 si todo es"
        " lo publicado, con 1 si algo se alteró y con 2 si el archivo no es de este sistema."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help=_("PDF, JSON, xlsx, zip o docx"))

    def handle(self, *, file, **options):
        require_migrated()
        if file is None:
            self.verify()
        else:
            self.recognise(read(file))

    def recognise(self, data: bytes) -> None:
        recognition = annual.recognise(data)
        said = "\n".join(recognition.sentences)
        if recognition.found == annual.Found.UNKNOWN:
            raise CommandError(said, returncode=UNKNOWN)
        if recognition.found == annual.Found.ALTERED:
            raise CommandError(said)
        self.stdout.write(self.style.SUCCESS(said))

    def verify(self) -> None:
        verification = annual.verify()
        for fault in verification.faults:
            self.stdout.write(str(fault))
        if count := len(verification.faults):
            sentence = ngettext(
                "%(count)d falla en lo publicado.", "%(count)d fallas en lo publicado.", count
            )
            raise CommandError(sentence % {"count": count})
        sentence = _("Todo es lo que se publicó. Ediciones: %(editions)d; archivos: %(files)d.")
        self.stdout.write(self.style.SUCCESS(sentence % vars(verification)))


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            _("No se pudo leer %(path)s: %(error)s.") % {"path": path, "error": error.strerror},
            returncode=UNKNOWN,
        ) from error
