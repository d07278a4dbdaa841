"""Institutions, and in what one of them took part, as tables of a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from corett.directory.models import Institution
from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.region.institutions import Participation, TookPart


def list_sheets(found: Iterable[Institution]) -> list[Sheet]:
    headings = [
        _("Institución"),
        _("País"),
        _("Tipo"),
        _("Sector"),
        _("Actividades"),
        _("Acciones"),
    ]
    return [sheet_of(_("Instituciones"), headings, [list_cells(one) for one in found])]


def list_cells(one: Institution) -> list:
    """Of one as `counted` gives it."""
    return [
        one.name,
        one.country.name if one.country else _("internacional"),
        str(one.get_type_display()),
        str(one.get_sector_display()),
        *(vars(one)[counted] for counted in ("activities", "actions")),
    ]


def participation_sheets(found: Participation) -> list[Sheet]:
    headings = [
        _("Plan"),
        _("Actividad"),
        _("Semestre"),
        _("Informó"),
        _("Terminó el"),
        _("Acción"),
        _("Cuántas iguales"),
    ]
    return [sheet_of(_("En qué participó"), headings, [row_cells(one) for one in found.rows])]


def row_cells(one: TookPart) -> list:
    record = one.record
    return [
        one.activity.plan.code,
        one.activity.code,
        one.semester,
        one.who,
        record.ended_on,
        record.title,
        record.quantity,
    ]
