"""Where the routes lead in the world: an address for each state that the thing may be in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from corett.accounts.models import User
from monitoring.models import Audience
from tests.factories import FindingFactory, InstitutionFactory
from tests.full_world import member
from tests.test_budgets import Addresses
from tests.trust.routes import Route, routes, tables
from tests.trust.world import HOME, TrustWorld, interrupted, owned_action, past_report

ANY = "—"
"""The state of what has none."""

OF_REPORT = (
    "report_detail report_reading report_history report_history_file review_list review_activity"
    " evidence_accept_all report_pdf receipt_detail receipt_pdf receipt_data workbook_download"
    " workbook_upload workbook_preview workbook_apply workbook_marked no_activity report_submit"
    " report_withdraw report_begin report_return report_validate report_reopen entry_detail"
    " comment_add no_activity_undo record_add record_edit record_event record_remove evidence_add"
    " evidence_download evidence_remove evidence_accept evidence_reject comment_answer"
    " comment_settle comment_reopen"
).split()
OF_EDITION = (
    "annual_detail annual_compose annual_choices annual_checks annual_section annual_section_pdf"
    " annual_comment annual_highlight annual_highlight_drop annual_review_open annual_review_close"
    " annual_endorse annual_comment_settle annual_comment_reopen annual_publish annual_publication"
    " annual_publication_resume annual_download annual_data annual_file annual_reply"
).split()


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
        self.world, base = world, world.base
        self.home = member(HOME).user
        self.action = owned_action(base.plan.risks.get(code="R2"))
        self.past = {
            one.label: past_report(base.plan, one) for one in (Audience.EVERYONE, Audience.STAKEHOLDERS)
        }
        self.findings = {
            "interno, a cargo del país": base.finding,
            "publicable": FindingFactory(plan=base.plan, number=901, is_public=True),
            "interno, de nadie": FindingFactory(plan=base.plan, number=902),
        }
        self.institutions = {
            "pública": base.record.institutions.first(),
            "no publicar": InstitutionFactory(country=member(HOME).stakeholder, is_public=False),
        }
        self.run = interrupted(world.editions["en consulta"])

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
            own = member(world.draft.stakeholder.code)
            parts = self.parts_in(route, world)
            yield self.at(route, state, self.home if own.stakeholder.code == "ST" else own.user, **parts)

    def parts_in(self, route: Route, world) -> dict:
        known = Addresses(world).known(route.name)
        if route.name == "monitoring:no_activity_undo":
            silent = world.draft.entries.filter(no_activity=True).select_related("activity").first()
            known["code"] = silent.activity.code
        return {part: known[part] for part in route.parts}

    def of_editions(self, route: Route) -> Iterator[Place]:
        for state, report in self.world.editions.items():
            file = report.files.first()
            parts = {"year": report.year, "edition": report.edition, "part": "pdf"}
            if "file_name" in route.parts and file is None:
                continue
            yield self.at(route, state, **parts, **({"file_name": file.name} if file else {}))

    def of_states(self, route: Route, page: str) -> Iterator[Place]:
        if page.startswith("finding_") and "pk" in route.parts:
            yield from (self.at(route, state, pk=one.pk) for state, one in self.findings.items())
        elif page.startswith("institution_") and "pk" in route.parts:
            yield from (self.at(route, state, pk=one.pk) for state, one in self.institutions.items())
        elif page.startswith("past_report_") and "pk" in route.parts:
            yield from (self.at(route, f"para {state}", pk=one.pk) for state, one in self.past.items())
        elif page in ("action_change", "action_finish", "action_remove"):
            parts = {"risk_code": self.action.risk.code, "order": self.action.order}
            yield self.at(route, "a cargo del país", **parts)
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
        rows = apps.get_model(*table.split("/"))._default_manager.order_by("pk")
        return rows.filter(email=self.home.email).first() if table == "accounts/user" else rows.first()


def written(route: Route, parts: dict) -> str:
    """An address that has no name, with its parts in their places."""
    address = route.address.replace("<tabla>", route.table)
    for part, value in parts.items():
        for kind in ("", "int:", "slug:", "path:"):
            address = address.replace(f"<{kind}{part}>", str(value))
    return address
