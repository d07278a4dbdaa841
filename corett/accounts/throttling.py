"""How often one may try: counted in the database, by digests that tell nobody who tried.

Nobody is locked out by what others do elsewhere: a browser in which the person entered before
counts for itself (`devices`), and only browsers that are unknown share the count of an account.
"""

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from corett.accounts.models import Attempts


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    within: timedelta

    def of(self, *whose) -> "Count":
        return Count(self, digest_of(self.name, *whose))


@dataclass(frozen=True)
class Count:
    limit: Limit
    digest: str


QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
ENTRY_OF_BROWSER = Limit("entrada, navegador conocido", 10, QUARTER)
ENTRY_FROM_PLACE = Limit("entrada, cuenta y lugar", 10, QUARTER)
ENTRY_OF_ACCOUNT = Limit("entrada, cuenta", 100, HOUR)
ENTRIES_FROM_PLACE = Limit("entradas, lugar", 100, QUARTER)
CODE_OF_BROWSER = Limit("código, navegador conocido", 10, QUARTER)
CODE_FROM_PLACE = Limit("código, cuenta y lugar", 5, QUARTER)
CODE_OF_ACCOUNT = Limit("código, cuenta", 20, HOUR)
SECRET_OF_ACCOUNT = Limit("contraseña o código, sesión abierta", 10, QUARTER)
RESET_FROM_PLACE = Limit("contraseña nueva, cuenta y lugar", 5, HOUR)
RESETS_FROM_PLACE = Limit("contraseñas nuevas, lugar", 30, HOUR)
RESET_OF_ACCOUNT = Limit("contraseña nueva, cuenta", 10, HOUR)


class TooMany(Exception):
    """The message is for the person."""

    def __init__(self, until: datetime):
        self.seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)
        when = time_format(timezone.localtime(until + timedelta(minutes=1)), "H:i")
        super().__init__(
            _(
                "Hubo demasiados intentos y por ahora no se admite ninguno más. Inténtelo de nuevo"
                " a partir de las %(when)s (hora de Panamá)."
            )
            % {"when": when}
        )


def digest_of(*said) -> str:
    return salted_hmac(__name__, json.dumps(said), algorithm="sha256").hexdigest()


@transaction.atomic
def count(*counts: Count) -> None:
    """Count one more attempt in each, before it is known whether it succeeds.

    Raises TooMany, and counts nothing, where one is full. Attempts that come at once wait for
    each other here, so that no more than the limit pass.
    """
    limits = {one.digest: one.limit for one in counts}
    rows = [Attempts(digest=digest) for digest in sorted(limits)]
    Attempts.objects.bulk_create(rows, ignore_conflicts=True)
    for row in Attempts.objects.select_for_update().filter(pk__in=limits).order_by("pk"):
        add_to(row, limits[row.digest])


def add_to(row: Attempts, limit: Limit) -> None:
    now = timezone.now()
    if row.since + limit.within <= now:
        row.count, row.since = 0, now
    if row.count >= limit.most:
        raise TooMany(row.since + limit.within)
    row.count += 1
    row.save(update_fields=["count", "since"])


def forget(*counts: Count) -> None:
    """Who succeeded begins anew."""
    Attempts.objects.filter(pk__in=[one.digest for one in counts]).delete()


def give_back(*counts: Count) -> None:
    """The attempt that succeeded does not count against all that share it."""
    rows = Attempts.objects.filter(pk__in=[one.digest for one in counts], count__gt=0)
    rows.update(count=F("count") - 1)


def place_of(request) -> str:
    """Where a request comes from: an address, or the network of 64 bits of one of IPv6.

    What the header says is believed only as far as our own proxies wrote it: TRUSTED_PROXIES.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if trusted := settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        said = forwarded[-trusted] if len(forwarded) >= trusted else said
    return network_of(said.strip())


def network_of(said: str) -> str:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return "?"
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((address, 64), strict=False))
