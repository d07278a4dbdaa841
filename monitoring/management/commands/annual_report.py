from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from monitoring import annual
from monitoring.models import AnnualReport
from plan.models import Plan


class Command(BaseCommand):
    help = "Escribe el PDF del informe anual, con los datos validados de este momento."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="Año del informe")
        parser.add_argument("--output", type=Path, required=True, help="Archivo PDF que se escribe")
        parser.add_argument("--data", type=Path, help="Archivo JSON con los mismos datos")
        parser.add_argument("--plan", help="Código del plan; por omisión, el más reciente")
        parser.add_argument("--edition", type=int, help="Escribe esta edición ya publicada")
        parser.add_argument(
            "--allow-empty", action="store_true", help="Aunque no haya nada validado todavía"
        )

    def handle(self, *, year, output, data, edition, allow_empty, **options):
        plan = find_plan(options["plan"])
        try:
            if edition:
                content, pdf = published(plan, year, edition)
            else:
                content = as_of_now(plan, year, allow_empty=allow_empty)
                pdf = annual.render(content)
        except annual.AnnualError as error:
            raise CommandError(str(error)) from error
        write(output, pdf)
        if data:
            write(data, annual.canonical(content))
        self.stdout.write(self.style.SUCCESS(f"Escrito: {output}"))


def find_plan(code: str | None) -> Plan:
    plan = Plan.objects.filter(code=code).first() if code else Plan.objects.current()
    if plan is None:
        named = f"No existe el plan «{code}»." if code else "No hay ningún plan."
        raise CommandError(f"{named} Cárguelo con: python manage.py load_plan")
    return plan


def as_of_now(plan: Plan, year: int, *, allow_empty: bool) -> dict:
    """Provisional: the texts in preparation, or else those of the last edition."""
    report = annual.editions_of(plan, year).first()
    return annual.summarise(
        plan,
        year,
        texts=annual.Texts.of(report),
        edition=annual.next_edition(report),
        allow_empty=allow_empty,
    )


def published(plan: Plan, year: int, edition: int) -> tuple[dict, bytes]:
    report = AnnualReport.objects.published().filter(plan=plan, year=year, edition=edition).first()
    if report is None:
        raise annual.AnnualError(f"No hay una edición {edition} publicada de {year}.")
    with report.pdf.open() as pdf:
        return report.content, pdf.read()


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"No se pudo escribir {path}: {error.strerror}.") from error
