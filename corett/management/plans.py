"""Which plan and semester a command is about."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from plan.models import Plan, Semester


def find_plan(code: str | None) -> Plan:
    """The plan of that code, or the current one. Raises CommandError."""
    plan = Plan.objects.filter(code=code).first() if code else Plan.objects.current()
    if plan:
        return plan
    if code:
        raise CommandError(_("No hay ningún plan con el código %(code)s.") % {"code": code})
    raise CommandError(_("Todavía no hay ningún plan: ejecute antes «python manage.py load_plan»."))


def find_semester(plan: Plan, year: int, half: int) -> Semester:
    """Raises CommandError."""
    semester = plan.semesters.filter(year=year, half=half).first()
    if semester is None:
        raise CommandError(
            _("El plan no tiene el semestre %(year)s-%(half)s.") % {"year": year, "half": half}
        )
    return semester
