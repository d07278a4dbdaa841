"""What is not for somebody is nowhere that this person can look: pages, searches, files, mails."""

import logging
import uuid
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from corett.accounts.models import Membership
from monitoring.models import ReportAction
from monitoring.reminders import telling
from tests.full_world import member
from tests.scale import IS_SOAK, times
from tests.trust.canaries import Aviary, is_reader, release
from tests.trust.crawler import TOKEN, Crawler, text_inputs
from tests.trust.places import Map
from tests.trust.routes import routes
from tests.trust.verdicts import enter
from tests.trust.world import in_a_moment, make_trust_world

COUNTRIES = {"HN": "país propio", "GT": "", "MX": "", "CR": ""}
IN_CI = ("anónimo", "observador", "HN")
MOST = times(4000, ci=560)
"""Addresses a person: those of the configuration, in every state; then what they lead to."""


@pytest.fixture
def world(loaded_plan, monkeypatch) -> Map:
    in_a_moment(monkeypatch)
    return Map(make_trust_world(loaded_plan))


@pytest.fixture
def aviary(world) -> Aviary:
    return release(world.world, world.things)


def everybody(world: Map) -> dict:
    """Each kind of person, and a person of each country that has something to hide."""
    kinds = {kind: user for kind, user in world.world.people.items() if kind != "país propio"}
    people = kinds | {code: member(code).user for code in COUNTRIES}
    return people if IS_SOAK else {kind: people[kind] for kind in IN_CI}


def addresses(world: Map) -> list[str]:
    """Of the pages that are about something; then those of the admin."""
    places = [place for route in routes() for place in world.places(route)]
    return [place.url for place in places if "/cuenta/" not in place.url]


def files(aviary: Aviary) -> list[str]:
    """By their numbers, as somebody would guess them."""
    return [reverse("monitoring:evidence_download", args=[pk]) for pk in aviary.files]


def test_nobody_comes_upon_what_is_not_for_them(world, aviary, figure, caplog):
    """And who may, does: else the canaries would be in places where nobody looks."""
    caplog.set_level(logging.INFO)
    seen: dict[str, set[str]] = {token: set() for token in aviary.tokens}
    visitors = everybody(world)
    leaks, pages, starts = [], 0, [*files(aviary), "/", *addresses(world)]

    for kind, user in visitors.items():
        client = Client(raise_request_exception=False)
        enter(client, user)
        crawler = Crawler(client, most=MOST)
        for token, url in crawler.walk(starts).items():
            canary = aviary.tokens[token]
            seen[token].add(kind)
            if not is_reader(canary, kind):
                leaks.append(f"{kind}: {canary.where} en {url}")
        pages += crawler.pages

    unseen = {
        one.where
        for one in aviary.canaries
        if one.readers & visitors.keys() and not seen[one.token]
    }
    assert leaks == []
    assert unseen == set()
    assert TOKEN.findall(caplog.text) == []
    figure("canarios: páginas y archivos abiertos", pages)
    figure("canarios: palabras únicas", len(aviary.canaries))
    figure("canarios: encontradas por quien no debía", 0)


def test_a_search_does_not_say_that_what_is_hidden_is_there(world, aviary):
    """Asked for a hidden name or for one that does not exist, it answers the same."""
    hidden = next(one for one in aviary.canaries if one.where.startswith("institución del país"))
    page = reverse("monitoring:institution_list")

    for kind in ("observador", "otro país", "donante"):
        client = Client()
        enter(client, world.world.people[kind])
        for target, name in text_inputs(page, client.get(page).content):
            answers = [
                client.get(target, {name: word}).content.replace(word.encode(), b"")
                for word in (hidden.token, "kanario0000zq")
            ]
            assert answers[0] == answers[1]


def test_a_mail_tells_each_person_only_what_that_person_may_read(world, aviary):
    """The reminders of the day, and the words with which a report comes back."""
    words = aviary.new("palabras de una devolución por correo", {"GT"})
    report = world.world.reports["enviado"].draft
    telling.perform(ReportAction.RETURN, report, by=member("ST"), comment=words, key=uuid.uuid4())
    call_command("send_reminders", stdout=StringIO())

    told = [
        (message.to, TOKEN.findall(f"{message.subject} {message.body}")) for message in mail.outbox
    ]
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
