import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.management.database import require_migrated
from corett.management.plans import find_plan, find_semester
from monitoring.models import ReportingPeriod
from monitoring.reminders.telling import tell_opened
from monitoring.reports import open_semester
from plan.models import Semester

DUE_AFTER = datetime.timedelta(days=45)
CLOSES_AFTER = datetime.timedelta(days=90)


class Command(BaseCommand):
    help = _(
        "Abre un semestre: fija la edición del plan y crea el borrador de cada país y de la"
        " coordinación regional, y les avisa. Si ya está abierto, lo dice y no cambia nada."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("year", type=int, help=_("año"))
        add("half", type=int, choices=Semester.Half.values, help=_("semestre del año: 1 o 2"))
        add("--plan", help=_("código del plan (si no se dice, el más reciente)"))
        add("--opens", type=day, help=_("abre el día AAAA-MM-DD (hoy)"))
        add("--due", type=day, help=_("se entrega hasta el día AAAA-MM-DD (45 días después)"))
        add("--closes", type=day, help=_("cierra el día AAAA-MM-DD (90 días después)"))

    def handle(self, *, year, half, plan, opens, due, closes, **options):
        require_migrated()
        semester = find_semester(find_plan(plan), year, half)
        period = ReportingPeriod.objects.filter(semester=semester).first()
        if period is not None:
            self.stdout.write(_("%s ya estaba abierto; no se cambió nada.") % period)
            return
        opens = opens or timezone.localdate()
        dates = (opens, due or opens + DUE_AFTER, closes or opens + CLOSES_AFTER)
        check(semester, *dates)
        with transaction.atomic():
            period = open_semester(
                semester,
                **dict(zip(("opens_on", "due_on", "closes_on"), dates, strict=True)),
                by=None,
            )
            tell_opened(period)
        count = period.reports.count()
        sentence = _("%(semester)s está abierto, con %(count)d borradores.")
        self.stdout.write(self.style.SUCCESS(sentence % {"semester": period, "count": count}))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def check(semester: Semester, opens, due, closes) -> None:
    """The same order that the form asks. Raises CommandError."""
    if not semester.start <= opens <= due <= closes:
        raise CommandError(
            _(
                "Las fechas no van en orden: el semestre empieza el %(start)s, y después se abre,"
                " se entrega y se cierra. Corrija --opens, --due o --closes."
            )
            % {"start": semester.start}
        )
