"""What `manage.py doctor` looks at: each check tells what it found and mends what it safely can."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.models import Attempts, Letter, Session
from corett.audit import chain, triggers
from corett.lib import stored
from corett.lib.models import Submission
from monitoring.models import Notice, Publication, PublicationState

WAITS_TOO_LONG = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """A sentence for whoever keeps the server; what is not mended waits for that person."""

    sentence: str
    is_mended: bool = False


@dataclass(frozen=True)
class Check:
    name: str
    look: Callable[[bool], Iterator[Found]]
    """Called with whether it may mend."""


def loose_files(may_mend: bool) -> Iterator[Found]:
    for name in stored.orphans():
        if may_mend:
            place = stored.set_aside(name)
            yield Found(
                _("%(file)s no es de ninguna fila: se movió a %(place)s.")
                % {"file": name, "place": place},
                is_mended=True,
            )
        else:
            yield Found(_("%(file)s no es de ninguna fila.") % {"file": name})


def missing_files(may_mend: bool) -> Iterator[Found]:
    for one in stored.missing():
        yield Found(
            _("Falta el archivo %(file)s de %(row)s: recupérelo de un respaldo.")
            % {"file": one.file, "row": said(one.row)}
        )


def altered_files(may_mend: bool) -> Iterator[Found]:
    for one in stored.altered():
        yield Found(
            _(
                "El archivo %(file)s de %(row)s cambió desde que se guardó: recupérelo de un"
                " respaldo."
            )
            % {"file": one.file, "row": said(one.row)}
        )


def said(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk}"


def publications(may_mend: bool) -> Iterator[Found]:
    """`publish_annual` takes them up again: it makes files for minutes, which is no mending."""
    for one in Publication.objects.open().select_related("report"):
        if one.is_interrupted or one.state == PublicationState.WAITING:
            yield Found(
                _("«%(report)s» quedó a medio publicar: ejecute «python manage.py publish_annual».")
                % {"report": one.report}
            )


def unsent_notices(may_mend: bool) -> Iterator[Found]:
    since = timezone.now() - WAITS_TOO_LONG
    waiting = Notice.objects.unsent().filter(written_at__lt=since)
    for one in waiting.select_related("user"):
        yield Found(
            _("El aviso %(number)d para %(person)s no ha salido: %(why)s")
            % {"number": one.pk, "person": one.address, "why": one.fault or _("sin intentos.")}
        )


def unsent_letters(may_mend: bool) -> Iterator[Found]:
    since = timezone.now() - WAITS_TOO_LONG
    to_people = Letter.objects.waiting().filter(user__isnull=False)
    if count := to_people.filter(asked_at__lt=since).count():
        yield Found(
            _(
                "%(count)d correos de cuentas no han salido: ejecute «python manage.py"
                " send_reminders»."
            )
            % {"count": count}
        )


def expired_submissions(may_mend: bool) -> Iterator[Found]:
    yield from swept(
        Submission.objects.expired(), _("envíos recordados que ya vencieron"), may_mend
    )


def expired_sessions(may_mend: bool) -> Iterator[Found]:
    yield from swept(Session.objects.expired(), _("sesiones que ya terminaron"), may_mend)


def expired_attempts(may_mend: bool) -> Iterator[Found]:
    yield from swept(Attempts.objects.expired(), _("cuentas de intentos de entrar"), may_mend)


def swept(rows, what: str, may_mend: bool) -> Iterator[Found]:
    count = rows.delete()[0] if may_mend else rows.count()
    if not count:
        return
    done = _("%(count)d %(what)s: se borraron.") if may_mend else _("%(count)d %(what)s.")
    yield Found(done % {"count": count, "what": what}, is_mended=may_mend)


def audit_trail(may_mend: bool) -> Iterator[Found]:
    for sentence in chain.faults():
        yield Found(sentence)


def guards(may_mend: bool) -> Iterator[Found]:
    if absent := triggers.missing():
        yield Found(
            _("A la base de datos le faltan %(count)d guardas: ejecute «python manage.py migrate».")
            % {"count": len(absent)}
        )


CHECKS = [
    Check(gettext_lazy("Archivos sin fila"), loose_files),
    Check(gettext_lazy("Filas sin archivo"), missing_files),
    Check(gettext_lazy("Archivos alterados"), altered_files),
    Check(gettext_lazy("Publicaciones interrumpidas"), publications),
    Check(gettext_lazy("Avisos sin salir"), unsent_notices),
    Check(gettext_lazy("Correos de cuentas sin salir"), unsent_letters),
    Check(gettext_lazy("Envíos recordados"), expired_submissions),
    Check(gettext_lazy("Sesiones terminadas"), expired_sessions),
    Check(gettext_lazy("Cuentas de intentos"), expired_attempts),
    Check(gettext_lazy("Rastro de cambios"), audit_trail),
    Check(gettext_lazy("Guardas de la base de datos"), guards),
]
