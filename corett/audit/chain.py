"""Whether the trail is as it was written: nothing edited, left out, put in or moved."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from corett.audit.functions import link
from corett.audit.models import AuditHead, AuditRecord


def head() -> tuple[int, str]:
    """The number and the hash of the last record; (0, "") of an empty trail."""
    last = AuditHead.objects.first()
    return (last.position, last.sha256) if last else (0, "")


def knows(position: int, sha256: str) -> bool:
    """Whether the trail has, or had to begin with, this very record at that place."""
    if position == 0:
        return sha256 == ""
    return AuditRecord.objects.filter(position=position, sha256=sha256).exists()


def faults() -> Iterator[str]:
    """What is wrong with it, a sentence each; reads all of it, a little at a time."""
    place, last = 0, ""
    records = AuditRecord.objects.exclude(position=None).in_order()
    for record in records.iterator(chunk_size=2000):
        place += 1
        if record.position != place:
            yield gap(place, record.position)
            place = record.position
        elif record.previous != last:
            yield _("El registro %(number)d no sigue al anterior.") % {"number": place}
        if record.sha256 != link_of(record):
            yield _("El registro %(number)d se alteró.") % {"number": place}
        last = record.sha256
    if loose := AuditRecord.objects.filter(position=None).count():
        yield _("%(count)d registros no están en la cadena.") % {"count": loose}
    if head() != (place, last):
        yield _("El último registro no es el que la cadena dice: faltan o sobran al final.")


def gap(place: int, found: int) -> str:
    if found < place:
        return _("El registro %(number)d no está en su lugar.") % {"number": found}
    if found == place + 1:
        return _("Falta el registro %(number)d.") % {"number": place}
    return _("Faltan los registros %(first)d a %(last)d.") % {"first": place, "last": found - 1}


def link_of(record: AuditRecord) -> str:
    return link(
        record.previous,
        record.position,
        record.at,
        record.actor,
        record.stakeholder,
        record.table,
        record.row,
        record.action,
        record.before,
        record.after,
    )
