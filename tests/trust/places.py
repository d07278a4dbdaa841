"""Where the routes lead in the world: an address for each state that the thing may be in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from corett.accounts.models import User
from tests.full_world import member
from tests.test_budgets import Addresses
from tests.trust.routes import Route, routes, tables
from tests.trust.things import Things
from tests.trust.world import HOME, TrustWorld

ANY = "—"
"""The state of what has none."""

IN_REVIEW = "en consulta"
UNFINISHED = "borrador incompleto"
OF_UNFINISHED = ("report_detail", "report_submit", "no_activity")

OF_REPORT = [
    "report_detail",
    "report_reading",
    "report_history",
    "report_history_file",
    "review_list",
    "review_activity",
    "evidence_accept_all",
    "report_pdf",
    "receipt_detail",
    "receipt_pdf",
    "receipt_data",
    "workbook_download",
    "workbook_upload",
    "workbook_preview",
    "workbook_apply",
    "workbook_marked",
    "no_activity",
    "report_submit",
    "report_withdraw",
    "report_begin",
    "report_return",
    "report_validate",
    "report_reopen",
    "entry_detail",
    "comment_add",
    "no_activity_undo",
    "record_add",
    "record_edit",
    "record_event",
    "record_remove",
    "evidence_add",
    "evidence_download",
    "evidence_remove",
    "evidence_accept",
    "evidence_reject",
    "comment_answer",
    "comment_settle",
    "comment_reopen",
]
OF_EDITION = [
    "annual_detail",
    "annual_compose",
    "annual_choices",
    "annual_checks",
    "annual_section",
    "annual_section_pdf",
    "annual_comment",
    "annual_highlight",
    "annual_highlight_drop",
    "annual_review_open",
    "annual_review_close",
    "annual_endorse",
    "annual_comment_settle",
    "annual_comment_reopen",
    "annual_publish",
    "annual_publication",
    "annual_publication_resume",
    "annual_download",
    "annual_data",
    "annual_file",
    "annual_reply",
]


@dataclass(frozen=True)
class Place:
    route: Route
    state: str
    url: str
    own: User | None = None
    """Who speaks for the country whose thing it is."""

    @property
    def key(self) -> tuple[str, str]:
        return self.route.address, self.state


class Map:
    """What a route means in the world, and the few things that only some pages need."""

    def __init__(self, world: TrustWorld):
        self.world, self.things = world, Things(world)
        self.home = member(HOME).user

    def page_of(self, name: str, place: Place) -> str:
        """The address of another page about the same thing; the same page where it has no name."""
        if not name:
            return place.url
        if name == "monitoring:no_activity_undo/page":
            return place.url.removesuffix("hubo-actividad/")
        route = next(one for one in routes() if one.name == name)
        found = [one for one in self.places(route) if one.state == place.state]
        return found[0].url if found else next(self.places(route)).url

    def places(self, route: Route) -> Iterator[Place]:
        space, _colon, page = route.name.partition(":")
        if route.address.startswith("/administracion/"):
            yield self.of_admin(route)
        elif space == "monitoring" and page in OF_REPORT:
            yield from self.of_reports(route)
        elif space == "monitoring" and page in OF_EDITION or not route.name:
            yield from self.of_editions(route)
        else:
            yield from self.of_states(route, page)

    def at(self, route: Route, state: str = ANY, own: User | None = None, **parts) -> Place:
        known = Addresses(self.world.base).known(route.name) | parts
        wanted = {part: known[part] for part in route.parts}
        url = reverse(route.name, kwargs=wanted) if route.name else written(route, wanted)
        return Place(route, state, url, own or self.home)

    # Semester reports, annual reports, and the rest

    def of_reports(self, route: Route) -> Iterator[Place]:
        for state, world in self.world.reports.items():
            if "receipt" in route.name and not world.draft.receipts.exists():
                continue
            if state == UNFINISHED and route.name.partition(":")[2] not in OF_UNFINISHED:
                continue
            code = world.draft.stakeholder.code
            own = self.home if code == "ST" else member(code).user
            yield self.at(route, state, own, **self.parts_in(route, state))

    def parts_in(self, route: Route, state: str) -> dict:
        world = self.world.reports[state]
        known = Addresses(world).known(route.name)
        if route.name == "monitoring:no_activity_undo":
            silent = world.draft.entries.filter(no_activity=True).select_related("activity").first()
            known["code"] = silent.activity.code
        elif route.name == "monitoring:comment_reopen":
            known["pk"] = self.things.settled[state].pk
        elif "workbook_" in route.name and "key" in route.parts:
            known["key"] = self.things.workbooks[state].key
        return {part: known[part] for part in route.parts}

    def of_editions(self, route: Route) -> Iterator[Place]:
        for state, report in self.world.editions.items():
            file = report.files.first()
            parts = {"year": report.year, "edition": report.edition, "part": "pdf"}
            if "file_name" in route.parts and file is None:
                continue
            if "pk" in route.parts and state != IN_REVIEW:
                continue
            if file:
                parts["file_name"] = file.name
            yield self.at(route, state, **parts, **self.part_of_edition(route))

    def part_of_edition(self, route: Route) -> dict:
        rows = {
            "monitoring:annual_highlight": self.things.to_highlight,
            "monitoring:annual_comment_reopen": self.things.settled_of_edition,
            "monitoring:annual_comment_settle": self.things.said_of_edition,
        }
        parts = {"pk": rows[route.name].pk} if route.name in rows else {}
        if "section" in route.parts and "pdf" not in route.name:
            parts["section"] = self.things.section
        return parts

    def of_states(self, route: Route, page: str) -> Iterator[Place]:
        things = self.things
        rows = {
            "finding_": things.findings,
            "institution_": things.institutions,
            "past_report_": things.past,
        }
        for beginning, states in rows.items():
            if page.startswith(beginning) and "pk" in route.parts:
                yield from (self.at(route, state, pk=one.pk) for state, one in states.items())
                return
        if page in ("action_change", "action_finish", "action_remove"):
            parts = {"risk_code": things.action.risk.code, "order": things.action.order}
            yield self.at(route, "a cargo del país", **parts)
        elif page.startswith("priority_"):
            yield self.at(route, year=things.year)
        elif page in ("exchange_preview", "exchange_apply"):
            yield self.at(route, "propio", key=things.tables.key)
        elif "uidb64" in route.parts:
            link = self.things.link_to(self.home, page)
            yield self.at(route, "enlace vigente", **link)
            yield self.at(route, "enlace que ya no vale", **{**link, "token": link["token"][:-1]})
        elif page == "annual_reply_unread":
            yield self.at(route, pk=things.read_reply.pk)
        else:
            yield self.at(route)

    def of_admin(self, route: Route) -> Place:
        parts = {"app_label": "plan", "url": "no/existe", "content_type_id": 1, "object_id": 1}
        if route.table:
            row = self.row_of(route.table)
            parts |= {"object_id": row.pk, "id": row.pk, "pk": row.pk}
        wanted = {part: parts[part] for part in route.parts}
        url = reverse(route.name, kwargs=wanted) if route.name else written(route, wanted)
        return Place(route, tables().get(route.table, ANY), url, self.home)

    def row_of(self, table: str):
        """Of people and memberships, those of the own country; nobody keeps one's own."""
        rows = apps.get_model(*table.split("/"))._default_manager.order_by("pk")
        of_home = {
            "accounts/user": {"pk": self.home.pk},
            "accounts/membership": {"user": self.home},
        }
        return rows.filter(**of_home.get(table, {})).first()


def written(route: Route, parts: dict) -> str:
    """An address that has no name, with its parts in their places."""
    address = route.address.replace("<tabla>", route.table)
    for part, value in parts.items():
        for kind in ("", "int:", "slug:", "path:"):
            address = address.replace(f"<{kind}{part}>", str(value))
    return address
