"""What is not for somebody is nowhere that this person can look: pages, searches, files, mails."""

import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from corett.accounts.models import Membership, User
from monitoring.models import ReportAction
from monitoring.reminders import telling
from tests.full_world import member
from tests.scale import IS_SOAK, times
from tests.trust.canaries import Aviary, release, tokens_in
from tests.trust.crawler import Crawler
from tests.trust.matrix import UNCONFIRMED
from tests.trust.places import Map, Place
from tests.trust.routes import routes
from tests.trust.verdicts import enter

pytestmark = pytest.mark.django_db
COUNTRIES = ("HN", "GT", "MX", "CR")
IN_CI = ("anónimo", "observador", "HN", UNCONFIRMED)
ALIKE = times(1, ci=0)
"""How many more of each kind of address are followed, beyond each route in each state."""

WORDS = times(12, ci=3)
"""How many hidden words each person looks for in each search."""

LEFT_TO_SOAK = {"enviado", "devuelto", "borrador incompleto", "enviado, de la Secretaría"}
"""States of a report in which it is as hidden as in another."""

ONCE = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"')
"""What each page has of its own."""


@dataclass
class Visits:
    """`seen` says of each token who came upon it, and where first."""

    aviary: Aviary
    kinds: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    searches: int = 0
    told: list[str] = field(default_factory=list)
    pages: int = 0
    logged: StringIO = field(default_factory=StringIO)


@pytest.fixture(scope="module")
def aviary(standing_world) -> Aviary:
    """Released; the trail tells of it what it tells once a change is kept."""
    released = release(standing_world.world, standing_world.things)
    connection.check_constraints()
    return released


@pytest.fixture(scope="module")
def visits(standing_world, aviary) -> Visits:
    """Of everybody, everywhere."""
    found = Visits(aviary, seen={token: {} for token in aviary.tokens})
    starts = ["/", *aviary.addresses, *addresses(standing_world)]
    with logged_in(found.logged):
        for kind, user in visitors(standing_world).items():
            with override_settings(SECOND_FACTOR=kind == UNCONFIRMED):
                visit(found, kind, user, starts)
    return found


def visitors(world: Map) -> dict[str, User | None]:
    """Each kind of person, and a person of each country that has something to hide."""
    people = {kind: user for kind, user in world.world.people.items() if kind != "país propio"}
    people |= {code: member(code).user for code in COUNTRIES}
    people[UNCONFIRMED] = people["Secretaría"]
    return people if IS_SOAK else {kind: people[kind] for kind in IN_CI}


def addresses(world: Map) -> Iterator[str]:
    """Of every route, in every state; of one's own account nothing but the history."""
    for place in (place for route in routes() for place in world.places(route)):
        is_own = place.url.startswith("/cuenta/") and "/historial/" not in place.url
        if not is_own and (IS_SOAK or is_for_ci(place)):
            yield place.url


def is_for_ci(place: Place) -> bool:
    """Nobody who goes round in CI gets into the tables of the admin."""
    return not place.route.table and place.state not in LEFT_TO_SOAK


@contextmanager
def logged_in(stream: StringIO) -> Iterator[None]:
    """All that is logged, at whatever level."""
    handler, loggers = (
        logging.StreamHandler(stream),
        [logging.getLogger(), logging.getLogger("django")],
    )
    for one in loggers:
        one.addHandler(handler)
    yield
    for one in loggers:
        one.removeHandler(handler)


def visit(found: Visits, kind: str, user: User | None, starts: list[str]) -> None:
    client = Client(raise_request_exception=False)
    enter(client, user)
    crawler = Crawler(client, alike=ALIKE)
    for token, url in crawler.walk(starts).items():
        found.seen[token][kind] = url
    found.kinds.append(kind)
    found.pages += crawler.pages
    hidden = [one.token for one in found.aviary.canaries if kind not in one.readers]
    for target, name in crawler.searches.values():
        found.searches += 1
        words = given_away(client, target, name, hidden[:: len(hidden) // WORDS + 1])
        found.told += [f"{kind}: {target}?{name}={word}" for word in words]


def given_away(client, target: str, name: str, hidden: list[str]) -> Iterator[str]:
    """The words to which a search answers otherwise than to one that does not exist."""
    nothing = answer(client, target, name, "kanario0000zq")
    return (word for word in hidden if answer(client, target, name, word) != nothing)


def answer(client, target: str, name: str, word: str) -> str:
    return ONCE.sub("", client.get(target, {name: word}).text).replace(word, "")


def test_nobody_comes_upon_what_is_not_for_them(visits, figure):
    leaks = [
        f"{kind}: {canary.where} en {url}"
        for canary in visits.aviary.canaries
        for kind, url in visits.seen[canary.token].items()
        if kind not in canary.readers
    ]

    assert leaks == []
    figure("canarios: personas", len(visits.kinds))
    figure("canarios: páginas y archivos abiertos", visits.pages)
    figure("canarios: palabras y cifras únicas", len(visits.aviary.canaries))
    figure("canarios: encontradas por quien no debía", len(leaks))


def test_who_may_comes_upon_it(visits):
    """Else the canaries would be in places where nobody looks."""
    unseen = [
        f"{kind}: {canary.where}"
        for canary in visits.aviary.canaries
        for kind in canary.readers.intersection(visits.kinds) - visits.seen[canary.token].keys()
    ]

    assert unseen == []


def test_no_log_repeats_what_is_not_for_everybody(visits):
    assert visits.logged.getvalue() != ""
    assert tokens_in(visits.logged.getvalue()) == set()


def test_a_search_does_not_say_that_what_is_hidden_is_there(visits, figure):
    """Asked for a hidden word or for one that does not exist, it answers the same."""
    assert visits.told == []
    assert visits.searches > 0
    figure("canarios: búsquedas interrogadas", visits.searches)


def test_a_mail_tells_each_person_only_what_that_person_may_read(lent_world, aviary):
    """The reminders of the day, and the words with which a report comes back."""
    words = aviary.new("palabras de una devolución por correo", {"GT"})
    report = lent_world.world.reports["enviado"].draft
    telling.perform(ReportAction.RETURN, report, by=member("ST"), comment=words, key=uuid.uuid4())
    call_command("send_reminders", stdout=StringIO())

    told = [(message.to, tokens_in(f"{message.subject} {message.body}")) for message in mail.outbox]
    wrong = [
        (to, aviary.tokens[token].where)
        for to, tokens in told
        for token in tokens
        if not kinds_of(to) & aviary.tokens[token].readers
    ]
    assert wrong == []
    assert [to for to, tokens in told if words in tokens] == [[member("GT").user.email]]


KINDS = {"ST": "Secretaría", "PRES": "Presidencia", "EVAL": "evaluación", "OIM": "observador"}


def kinds_of(to: list[str]) -> set[str]:
    hats = Membership.objects.filter(user__email__in=to).select_related("stakeholder")
    return {KINDS.get(hat.stakeholder.code, hat.stakeholder.code) for hat in hats}
