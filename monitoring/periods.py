"""The dates of a period: moved with a reason, for all or for one report."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from monitoring.models import DateChange, Extension, ProgressReport, ReportingPeriod, ReportState
from monitoring.permissions import can_open_semester

LONGEST = datetime.timedelta(days=3 * 365)
"""After the end of its semester; what comes later is a year that was mistyped."""


class DatesRefused(Exception):
    """The message is written for the person; `field` is where it belongs."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field


class DatesMoved(DatesRefused):
    """Somebody moved them after the page was opened."""


def version_of(period: ReportingPeriod) -> str:
    """The dates that a page showed."""
    return f"{period.due_on.isoformat()}/{period.closes_on.isoformat()}"


@transaction.atomic
def change_dates(
    period: ReportingPeriod,
    *,
    due_on: datetime.date,
    closes_on: datetime.date,
    reason: str,
    by: Membership | None,
    seen: str = "",
) -> DateChange:
    """Move the dates of a period for all, and keep those before; that may close or reopen it.

    `seen` is the version of the dates that the person moves. Raises DatesRefused, DatesMoved.
    """
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    membership = who_moves_dates(by)
    refuse_unseen(period, seen)
    refuse_without(reason, _("Escriba por qué cambian las fechas."))
    refuse_dates(period, due_on, closes_on)
    today = timezone.localdate()
    change = DateChange.objects.create(
        period=period,
        due_before=period.due_on,
        closes_before=period.closes_on,
        due_on=due_on,
        closes_on=closes_on,
        reopens=period.closes_on < today <= closes_on,
        reason=reason,
        by=membership.user,
        stakeholder=membership.stakeholder,
    )
    period.due_on, period.closes_on = due_on, closes_on
    period.save(update_fields=["due_on", "closes_on"])
    return change


@transaction.atomic
def extend(
    report: ProgressReport, *, due_on: datetime.date, reason: str, by: Membership | None
) -> Extension:
    """Give one report more time than the others have. Raises DatesRefused."""
    report = ProgressReport.objects.select_for_update().get(pk=report.pk)
    membership = who_moves_dates(by)
    refuse_without(reason, _("Escriba por qué se da más plazo."))
    refuse_extension(report, due_on)
    return Extension.objects.create(
        report=report,
        due_on=due_on,
        reason=reason,
        by=membership.user,
        stakeholder=membership.stakeholder,
    )


def who_moves_dates(by: Membership | None) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_open_semester(membership):
        raise DatesRefused(_("Solo la Secretaría Técnica cambia los plazos."))
    return membership


def refuse_unseen(period: ReportingPeriod, seen: str) -> None:
    if seen in ("", version_of(period)):
        return
    last = period.date_changes.select_related("by").order_by("-at", "-pk").first()
    raise DatesMoved(
        _(
            "%(person)s cambió las fechas después de que usted abriera la página: ahora se entrega"
            " hasta el %(due)s y cierra el %(closes)s. Lo suyo no se guardó y sigue aquí; si"
            " todavía corresponde, guárdelo otra vez."
        )
        % {
            "person": last.by if last else _("Alguien"),
            "due": date_format(period.due_on),
            "closes": date_format(period.closes_on),
        }
    )


def refuse_without(reason: str, message: str) -> None:
    if not reason.strip():
        raise DatesRefused(message, "reason")


def refuse_dates(period: ReportingPeriod, due_on: datetime.date, closes_on: datetime.date) -> None:
    if (due_on, closes_on) == (period.due_on, period.closes_on):
        raise DatesRefused(_("El semestre ya tiene estas fechas."), "due_on")
    if due_on < period.opens_on:
        raise DatesRefused(_("La entrega no puede ser anterior a la apertura."), "due_on")
    if closes_on < due_on:
        raise DatesRefused(_("El cierre no puede ser anterior a la entrega."), "closes_on")
    if is_absurd(period, closes_on):
        raise DatesRefused(_("Cierra demasiado tarde; revise el año."), "closes_on")


def refuse_extension(report: ProgressReport, due_on: datetime.date) -> None:
    if report.state == ReportState.VALIDATED:
        raise DatesRefused(_("Este informe ya está validado: no necesita más plazo."), "report")
    if due_on <= report.due_on:
        raise DatesRefused(
            _("Ya tiene plazo hasta el %(date)s: elija un día posterior.")
            % {"date": date_format(report.due_on)},
            "due_on",
        )
    if due_on < timezone.localdate():
        raise DatesRefused(_("Ese día ya pasó: elija uno que dé tiempo."), "due_on")
    if is_absurd(report.period, due_on):
        raise DatesRefused(_("Es demasiado tarde; revise el año."), "due_on")


def is_absurd(period: ReportingPeriod, day: datetime.date) -> bool:
    return day > period.semester.end + LONGEST


def extensions_of(period: ReportingPeriod) -> QuerySet[Extension]:
    return Extension.objects.filter(report__period=period)
