"""One mail to each person of the partes interesadas when an edition is published.

It is written down and sent after the edition stands, and what fails undoes nothing: whoever was not
told is told by the next run of `send_reminders`. A demonstration tells nobody.
"""

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, User
from monitoring import notices
from monitoring.models import AnnualReport, Audience, Occasion
from monitoring.notices import Letter

GOES_STALE_AFTER = datetime.timedelta(days=30)

logger = logging.getLogger(__name__)


def announce(report: AnnualReport) -> None:
    """Never raises: the edition is published, whatever becomes of its mails."""
    try:
        letters = letters_about(report)
        notices.write(letters)
        notices.send({one.key for one in letters})
    except Exception:
        logger.exception("Los avisos de %s saldrán en la próxima corrida.", report)


def recent_letters() -> list[Letter]:
    """Of what was published lately, for who did not get it yet."""
    since = timezone.now() - GOES_STALE_AFTER
    reports = AnnualReport.objects.published().filter(published_at__gt=since)
    letters = [one for report in reports.for_listing() for one in letters_about(report)]
    written = notices.keys_written({one.about for one in letters})
    return [one for one in letters if not written.get(one.key)]


def letters_about(report: AnnualReport) -> list[Letter]:
    if report.plan.is_demonstration:
        return []
    return [letter_to(user, report) for user in readers(report)]


def readers(report: AnnualReport) -> Iterable[User]:
    """Who speaks for a party today and already did on the day of its publishing."""
    assert report.published_at is not None
    day = timezone.localdate(report.published_at)
    hats = Membership.objects.current().filter(since__lte=day)
    return User.objects.filter(is_active=True, pk__in=hats.values("user")).order_by("pk")


def letter_to(user: User, report: AnnualReport) -> Letter:
    with translation.override(user.language):
        subject = _("Informe anual %(year)s de la CORETT publicado") % {"year": report.year}
        if report.edition > 1:
            subject = _("Informe anual %(year)s de la CORETT corregido: edición %(edition)s") % {
                "year": report.year,
                "edition": report.edition,
            }
        body = render_to_string("monitoring/mails/published.txt", context_of(report)).strip()
    return Letter(user, Occasion.PUBLISHED, about(report), subject, f"{body}\n")


def about(report: AnnualReport) -> str:
    return f"informe-anual/{report.pk}"


def context_of(report: AnnualReport) -> dict:
    return {
        "report": report,
        "is_for_all": report.audience == Audience.EVERYONE,
        "address": address(report.get_absolute_url()),
        "language_address": address(reverse("accounts:language")),
    }


def address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
