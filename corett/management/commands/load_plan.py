from django.conf import settings
from django.core import serializers
from django.core.management import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from plan.editions import publish_edition
from plan.models import Plan, PlanEdition
from risks.export import export_whole_plan

REASON = "Carga del plan aprobado"
PLAN = "tim-2024-2028"
FIXTURES = ["stakeholders", "plan", "measures", "targets", "risks", "approaches", "glossary"]


class Command(BaseCommand):
    help = "Carga el plan aprobado y publica su edición 1. Puede repetirse sin daño."

    def handle(self, **options):
        require_migrated()
        if Plan.objects.filter(code=PLAN).exists():
            self.stdout.write(_("El plan %s ya estaba cargado; no se cambió nada.") % PLAN)
            return
        edition = load_plan()
        done = _("Se cargó el plan %(plan)s y se publicó su edición %(number)s.")
        said = done % {"plan": PLAN, "number": edition.number}
        self.stdout.write(self.style.SUCCESS(said))


@transaction.atomic
def load_plan() -> PlanEdition:
    for fixture in FIXTURES:
        add_missing(fixture)
    plan = Plan.objects.get(code=PLAN)
    return publish_edition(plan, content=export_whole_plan(plan), reason=REASON, by=None)


def add_missing(fixture: str) -> None:
    """Add the rows that the database lacks; one that it knows by its natural key stays."""
    text = (settings.BASE_DIR / "fixtures" / f"{fixture}.json").read_text(encoding="utf-8")
    for row in serializers.deserialize("json", text):
        if row.object.pk is None:
            save_with_history(row)


def save_with_history(row) -> None:
    """The first version of each row, with which a later change is compared; by nobody."""
    row.object._change_reason = REASON
    row.object.save()
    for name, values in (row.m2m_data or {}).items():
        getattr(row.object, name).set(values)
