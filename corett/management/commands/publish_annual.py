from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from monitoring import annual
from monitoring.models import Publication, PublicationState


class Command(BaseCommand):
    help = _(
        "Prepara los archivos de un informe anual que se pidió publicar, y lo publica. Sin número,"
        " hace lo que espera o se interrumpió y borra lo que una corrida dejó a medias: puede"
        " repetirse sin daño, por ejemplo cada minuto."
    )

    def add_arguments(self, parser):
        parser.add_argument("pk", type=int, nargs="?", help=_("número de la publicación"))

    def handle(self, *, pk, **options):
        require_migrated()
        publications = annual.recover() if pk is None else [find(pk)]
        failed = [one for one in map(self.carry_out, publications) if one is not None]
        if failed:
            raise CommandError(_("No se publicó: %(reports)s.") % {"reports": ", ".join(failed)})

    def carry_out(self, publication: Publication) -> str | None:
        """Say how it ended; return its report if that failed."""
        ended = annual.carry_out(publication)
        self.stdout.write(f"{ended.report}: {ended.get_state_display()}. {ended.fault}".strip())
        return str(ended.report) if ended.state == PublicationState.FAILED else None


def find(pk: int) -> Publication:
    publication = Publication.objects.filter(pk=pk).first()
    if publication is None:
        raise CommandError(_("No hay ninguna publicación con el número %(pk)s.") % {"pk": pk})
    return publication
