"""What the first sheet of a file says of any table of the region."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from plan.models import Plan, PlanEdition

Lines = list[tuple[str, str]]


def about(what: str, plans: Iterable[Plan], filters: Lines) -> Lines:
    """What it is, of which plan and edition, of when, and under which filter."""
    plans = list(plans)
    lines = [(_("Qué es"), what)]
    for plan in plans:
        lines += [(_("Plan"), plan.title), (_("Edición del plan"), edition_of(plan))]
    lines += [
        *filters,
        (_("Datos"), _("Informes semestrales validados, como estaban en ese momento")),
        (_("Descargado el"), f"{timezone.localtime():%d/%m/%Y %H:%M}"),
    ]
    if any(plan.is_demonstration for plan in plans):
        lines.append((_("Aviso"), _("Demostración: los datos son inventados.")))
    return lines


def edition_of(plan: Plan) -> str:
    editions = PlanEdition.objects.filter(plan=plan).order_by("-number")
    number = editions.values_list("number", flat=True).first()
    return str(number) if number else _("ninguna publicada")
