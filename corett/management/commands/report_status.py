from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.management.database import require_migrated
from corett.management.plans import find_plan, find_semester
from monitoring import workflow
from monitoring.models import ProgressReport, ReportingPeriod
from plan.models import Semester


class Command(BaseCommand):
    help = _("Dice cómo va cada informe de un semestre y qué le falta.")

    def add_arguments(self, parser):
        add = parser.add_argument
        add("year", type=int, help=_("año"))
        add("half", type=int, choices=Semester.Half.values, help=_("semestre del año: 1 o 2"))
        add("--plan", help=_("código del plan (si no se dice, el más reciente)"))
        add("--missing", action="store_true", help=_("también qué falta en cada uno"))

    def handle(self, *, year, half, plan, missing, **options):
        require_migrated()
        semester = find_semester(find_plan(plan), year, half)
        period = ReportingPeriod.objects.filter(semester=semester).first()
        if period is None:
            raise CommandError(
                _("%(semester)s no está abierto: «python manage.py open_semester %(when)s».")
                % {"semester": semester.code, "when": f"{year} {half}"}
            )
        self.stdout.write(
            _("%(semester)s: se entrega hasta el %(due)s y cierra el %(closes)s.")
            % {"semester": semester.code, "due": period.due_on, "closes": period.closes_on}
        )
        for report in ProgressReport.objects.of_semester(semester).with_progress():
            self.stdout.write(line(report))
            for one in whats_missing(report) if missing else []:
                self.stdout.write(f"    {one}")


def whats_missing(report: ProgressReport) -> list[workflow.Missing]:
    return workflow.missing(report, report.entries.with_parts())


def line(report: ProgressReport) -> str:
    said = state_line(report)
    if report.due_on != report.period.due_on:
        said += _(" · con prórroga hasta el %(date)s") % {"date": report.due_on}
    if days := report.days_overdue:
        sentence = ngettext(" · %(n)d día de retraso", " · %(n)d días de retraso", days)
        said += sentence % {"n": days}
    return said


def state_line(report: ProgressReport) -> str:
    return _("%(state)-10s %(answered)2d de %(asked)2d actividades  %(title)s") % {
        "state": report.get_state_display(),
        "answered": report.answered,
        "asked": report.asked,
        "title": report.title,
    }
