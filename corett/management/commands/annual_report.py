from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical
from corett.management.database import require_migrated
from corett.management.plans import find_plan
from monitoring import annual
from monitoring.models import AnnualReport, FileKind
from plan.models import Plan


class Command(BaseCommand):
    help = _("Escribe el PDF del informe anual, con los datos validados de este momento.")

    def add_arguments(self, parser):
        add = parser.add_argument
        add("year", type=int, help=_("año del informe"))
        add("--output", type=Path, required=True, help=_("archivo PDF que se escribe"))
        add("--data", type=Path, help=_("archivo JSON con los mismos datos"))
        add("--plan", help=_("código del plan (si no se dice, el más reciente)"))
        add("--edition", type=int, help=_("número de una edición ya publicada"))
        add("--allow-empty", action="store_true", help=_("aunque no haya nada validado todavía"))

    def handle(self, *, year, output, data, edition, allow_empty, **options):
        require_migrated()
        plan = find_plan(options["plan"])
        try:
            if edition is None:
                content = as_of_now(plan, year, allow_empty=allow_empty)
                pdf = annual.render(content)
            else:
                content, pdf = published(plan, year, edition)
        except annual.AnnualError as error:
            raise CommandError(str(error)) from error
        write(output, pdf)
        if data:
            write(data, canonical(content))
        self.stdout.write(self.style.SUCCESS(_("Escrito: %(path)s") % {"path": output}))


def as_of_now(plan: Plan, year: int, *, allow_empty: bool) -> dict:
    """Provisional: with the texts in preparation, where an edition is."""
    report = annual.editions_of(plan, year).first()
    return annual.summarise(
        plan,
        year,
        report=report if report and not report.is_published else None,
        edition=annual.next_edition(report),
        allow_empty=allow_empty,
    )


def published(plan: Plan, year: int, edition: int) -> tuple[dict, bytes]:
    report = AnnualReport.objects.published().filter(plan=plan, year=year, edition=edition).first()
    if report is None:
        raise annual.AnnualError(
            _("No hay una edición %(edition)s publicada de %(year)s.")
            % {"edition": edition, "year": year}
        )
    with annual.stored(report, FileKind.PDF) as pdf:
        return report.content, pdf.read()


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(
            _("No se pudo escribir en %(path)s: %(error)s.")
            % {"path": path, "error": error.strerror}
        ) from error
