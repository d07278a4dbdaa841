"""No page asks the database more than MOST times, whoever opens it and whatever it shows.

The pages are those of the URL configuration: one that is added is opened here too, and where its
address has a part that is not known here, a test says so.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.annual import quick_files, quick_pdf
from tests.full_world import World, make_full_world, member
from tests.queries import MOST, asked

ADMIN = "admin"
"""Its lists and forms are Django's: their questions are counted where they are tested."""

PEOPLE = ("ST", "HN", "OIM")
"""The Secretaría, a country and an observer."""

MOVED = {"monitoring:None"}
"""Addresses of before, without a name; they only lead on."""

LONGER = {
    # Files: all the tables of a plan, all that ever changed, a report with its lists.
    "accounts:history_file": 32,
    "whole_plan:exchange_whole": 36,
    "monitoring:workbook_download": 49,
    # A rehearsal: a file is written row by row and taken back, to tell what it would change.
    "whole_plan:exchange_preview": 31,
    "monitoring:workbook_preview": 38,
    "monitoring:workbook_marked": 37,
}
"""No list and no dashboard is among them; a number here may fall and not rise."""


def pages(patterns, space="", parts=()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each page with the parts that its address has."""
    for one in patterns:
        with_own = (*parts, *one.pattern.converters)
        if isinstance(one, URLPattern):
            if f"{space}{one.name}" not in MOVED:
                yield f"{space}{one.name}", with_own
        elif one.namespace != ADMIN:
            inside = f"{one.namespace}:" if one.namespace else space
            yield from pages(one.url_patterns, inside, with_own)


@cache
def all_pages() -> dict[str, tuple[str, ...]]:
    return dict(pages(get_resolver().url_patterns))


EVIDENCE = ("evidence_download", "evidence_remove", "evidence_accept", "evidence_reject")
COMMENT = ("comment_answer", "comment_settle", "comment_reopen")
PREPARATION = (
    "annual_compose",
    "annual_choices",
    "annual_checks",
    "annual_section",
    "annual_comment",
    "annual_highlight",
    "annual_review",
    "annual_endorse",
)
PAST_REPORT = ("past_report_download", "past_report_remove")
OF_A_REPORT = {"monitoring:evidence_accept_all"}


def named(space: str, *beginnings: str) -> list[str]:
    starts = tuple(f"{space}{beginning}" for beginning in beginnings)
    return [name for name in all_pages() if name.startswith(starts) and name not in OF_A_REPORT]


Visits = dict[tuple[str, str], tuple[int, int]]


class Addresses:
    """What stands for each part of an address, in the whole world."""

    def __init__(self, world: World):
        plan, draft = world.plan.code, world.draft
        entry = world.record.entry
        self.everywhere = {
            "plan": plan,
            "year": 2025,
            "ending": "xlsx",
            "number": 1,
            "old": 1,
            "new": 2,
            "order": 2,
            "name": "metas",
            "holder": "HN",
            "risk_code": "R1",
            "activity_code": "1.1",
            "measure_code": world.plan.activities.get(code="1.1").indicator.measures.first().code,
            "semester_code": "2025-2",
            "semester": "2025-2",
            "section": "activity-1.1",
            "edition": world.published.edition,
            "uidb64": "MQ",
            "token": "inventado",
            "public_id": "00000000-0000-4000-8000-000000000000",
        }
        self.of_space = {
            "monitoring": {"pk": draft.pk, "code": entry.activity.code, "key": world.record.key},
            **{space: {"code": plan} for space in ("plan", "risks")},
            "whole_plan": {"code": plan, "key": world.tables.key},
        }
        composing, book = {"edition": world.composing.edition}, {"key": world.workbook.key}
        receipt = {"pk": world.receipt.report_id, "number": world.receipt.number}
        semester, country = {"code": "2025-2"}, {"code": "HN"}
        institution = world.record.institutions.first()
        self.of_page = {
            **dict.fromkeys(named("monitoring:", *PREPARATION), composing),
            **dict.fromkeys(
                named("monitoring:", "annual_highlight"),
                {**composing, "pk": world.highlighted.pk},
            ),
            **dict.fromkeys(
                named("monitoring:", "annual_comment_"),
                {**composing, "pk": world.said_of_annual.pk},
            ),
            **dict.fromkeys(named("monitoring:", "annual_reply_"), {"pk": world.reply.pk}),
            **dict.fromkeys(named("monitoring:", *PAST_REPORT), {"pk": world.past_report.pk}),
            "monitoring:annual_file": {"file_name": world.published.files.first().name},
            "monitoring:annual_publish": composing,
            "monitoring:workbook_preview": book,
            "monitoring:workbook_apply": book,
            "monitoring:workbook_marked": book,
            "monitoring:receipt_detail": receipt,
            "monitoring:receipt_pdf": receipt,
            "monitoring:receipt_data": receipt,
            **dict.fromkeys(named("monitoring:", "period_", "owing_semester"), semester),
            **dict.fromkeys(named("monitoring:", "country_detail", "country_file"), country),
            **{name: {"pk": world.evidence.pk} for name in named("monitoring:", *EVIDENCE)},
            **{name: {"pk": world.comment.pk} for name in named("monitoring:", *COMMENT)},
            **{name: {"pk": world.finding.pk} for name in named("monitoring:", "finding_")},
            **{name: {"pk": institution.pk} for name in named("monitoring:", "institution_")},
        }

    def known(self, name: str) -> dict:
        space = name.partition(":")[0]
        return self.everywhere | self.of_space.get(space, {}) | self.of_page.get(name, {})

    def find(self, name: str, parts: tuple[str, ...]) -> str:
        known = self.known(name)
        return reverse(name, kwargs={part: known[part] for part in parts})


@pytest.fixture
def world(loaded_plan, monkeypatch) -> World:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    return make_full_world(loaded_plan)


def visit(client, address: str) -> tuple[int, int]:
    """How often it asked, and how it answered, to the last byte."""
    with asked() as statements:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return len(statements), response.status_code


def visits(world: World, client) -> Visits:
    """What every page asked, and how it answered, by page and person."""
    addresses, found = Addresses(world), {}
    client.raise_request_exception = False
    for code in PEOPLE:
        client.force_login(member(code).user)
        for name, parts in all_pages().items():
            found[name, code] = visit(client, addresses.find(name, parts))
    return found


def test_no_page_asks_too_often_and_each_one_answers_somebody(world, client):
    found = visits(world, client)

    over = {
        f"{name} ({code})": f"{count} > {LONGER.get(name, MOST)}"
        for (name, code), (count, _status) in found.items()
        if count > LONGER.get(name, MOST)
    }
    broken = {f"{name} ({code})" for (name, code), (_n, status) in found.items() if status >= 500}
    unanswered = {
        name for name in all_pages() if all(found[name, code][1] in (403, 404) for code in PEOPLE)
    }
    short = {name for name in LONGER if all(found[name, code][0] <= MOST for code in PEOPLE)}
    assert over == {}
    assert broken == set()
    assert unanswered == set()
    assert short == set(), "It belongs to the others again."


def test_every_page_of_the_configuration_can_be_opened_here(world):
    addresses = Addresses(world)

    unknown = {
        name: [part for part in parts if part not in addresses.known(name)]
        for name, parts in all_pages().items()
    }

    assert {name: parts for name, parts in unknown.items() if parts} == {}
