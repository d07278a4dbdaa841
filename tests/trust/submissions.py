"""A valid submission for every address that takes one: who makes it, on which page, what is typed.

What a page already holds (versions, keys, what is chosen) is read from its form; only what a person
would add stands here.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.models import Record
from tests.trust.forms_on_pages import Offered, offered
from tests.trust.places import Map, Place
from tests.trust.verdicts import enter
from tests.trust.world import PASSWORD

OWN, OTHER, ST, PRES = "país propio", "otro país", "Secretaría", "Presidencia"
NOBODY = "anónimo"


@dataclass(frozen=True)
class Submission:
    """`page` is the route on whose page the form stands, the address itself where it is empty."""

    by: str | tuple[str, ...] = ST
    page: str = ""
    typed: dict | Callable[[Map, Place, Offered], dict] | None = None
    query: str = ""
    then: dict | None = None
    """What the second page is sent with, where the first only shows what will happen."""

    @property
    def people(self) -> tuple[str, ...]:
        return (self.by,) if isinstance(self.by, str) else self.by


def own_hat(world: Map, place: Place, _form) -> dict:
    return {"membership": place.own.memberships.get().pk}


def marked(_world, _place, form: Offered) -> dict:
    """Every box of the form, with a button of it where it has a name."""
    return {
        name: form.options[name]
        for name in ("activities", "chosen", "rows")
        if name in form.options
    }


def another_cell(_world, _place, form: Offered) -> dict:
    kept = form.values.get("cell", [])
    spare = next(one for one in form.options["cell"] if one not in kept)
    return {"cell": [*kept, spare], "step": "preview"}


def another_target(_world, _place, form: Offered) -> dict:
    empty = next(
        name
        for name, values in form.values.items()
        if values == [""] and name[:1] not in "sd" and not name.startswith("fill")
    )
    return {
        empty: "7",
        "source": form.options["source"][-1],
        "source_note": "Acta 9",
        "dated": "2026-03-31",
        "step": "preview",
    }


def confirmed(world: Map, place: Place, form: Offered) -> dict:
    return {"chosen": form.options["chosen"][:1], "step": "confirm"}


def reviewed(_world, _place, form: Offered) -> dict:
    level = next(one for one in form.named("level") if not one.startswith("initial"))
    return {level: another(form, level)}


def another(form: Offered, name: str) -> str:
    """A choice that is not made yet."""
    return next(one for one in form.options[name] if one and one not in form.values.get(name, ()))


def decided(_world, _place, form: Offered) -> dict:
    decision = next(one for one in form.named("-decision") if not one.startswith("initial"))
    prefix = decision.removesuffix("decision")
    return {decision: another(form, decision), f"{prefix}reason": "Por el avance."}


def other_row(_world, _place, form: Offered) -> dict:
    return {"others": of_countries(form.options["others"])[:1]}


def one_event(_world, _place, form: Offered) -> dict:
    return {"rows": of_countries(form.options["rows"]), "is_one": "yes"}


def of_countries(keys: list[str]) -> list[str]:
    """Those that the Secretaría reviews."""
    found = Record.objects.filter(key__in=keys).exclude(entry__report__stakeholder__code="ST")
    return [str(one.key) for one in found]


def a_row(world: Map, place: Place, _form) -> dict:
    report = next(
        one.draft for one in world.world.reports.values() if f"/{one.draft.pk}/" in place.url
    )
    return {"title": "Otra acción", "ended_on": report.period.semester.start.isoformat()}


def a_workbook(world: Map, place: Place, _form) -> dict:
    found = next(one for one in world.world.reports.values() if f"/{one.draft.pk}/" in place.url)
    return {"file": SimpleUploadedFile("libro.xlsx", found.workbook.content)}


def some_tables(world: Map, _place, _form) -> dict:
    return {"file": SimpleUploadedFile("ejes.json", world.world.base.tables.content)}


def a_memoir(world: Map, _place, _form) -> dict:
    file = SimpleUploadedFile("otra.pdf", b"%PDF-1.4 otra")
    return {"year": f"{world.world.base.plan.code}/2024", "title": "Memoria", "upload": file}


def a_year(world: Map, _place, _form) -> dict:
    return {"year": f"{world.world.base.plan.code}/2024"}


def extension(world: Map, _place, form: Offered) -> dict:
    due = datetime.date.today() + datetime.timedelta(days=50)
    typed = {"due_on": due.isoformat(), "reason": "Cambio de punto focal."}
    typed["report"] = next(one for one in form.options[form.named("report")[0]] if one)
    return {form.named(name)[0]: value for name, value in typed.items()}


def because(_world, _place, form: Offered) -> dict:
    due = datetime.date.today() + datetime.timedelta(days=31)
    typed = {"due_on": due.isoformat(), "reason": "Por las elecciones."}
    return {form.named(name)[0]: value for name, value in typed.items()}


def first_option(name: str, **typed):
    def choose(_world, _place, form: Offered) -> dict:
        return {name: next(one for one in form.options[name] if one), **typed}

    return choose


def log_in(world: Map, place: Place, _form) -> dict:
    return {"username": place.own.email, "password": PASSWORD}


def own_address(_world: Map, place: Place, _form) -> dict:
    return {"email": place.own.email}


NEW = "una contraseña nueva y larga"
REPORT, ENTRY, REVIEW = (
    f"monitoring:{one}" for one in ("report_detail", "entry_detail", "review_activity")
)
SECTION, DESK = "monitoring:annual_section", "monitoring:annual_compose"
FINDING = "monitoring:finding_detail"
REVIEWERS = (ST, PRES)
WORDS = {"text": "Unas palabras."}

SUBMISSIONS: dict[str, Submission] = {
    "accounts:login": Submission(NOBODY, typed=log_in),
    "accounts:reset": Submission(NOBODY, typed=own_address),
    "accounts:logout": Submission(OWN, "accounts:language"),
    "accounts:password_change": Submission(
        OWN, typed={"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    ),
    "accounts:language": Submission(OWN, typed={"language": "en"}),
    "accounts:membership_choose": Submission(OWN, typed=own_hat),
    "whole_plan:edition_open": Submission(
        typed=first_option("kinds", reason="Se corrige una errata.")
    ),
    "whole_plan:exchange": Submission(typed=some_tables),
    "whole_plan:exchange_apply": Submission(page="whole_plan:exchange_preview"),
    "plan:schedule_edit": Submission(typed=another_cell, then={"step": "save"}),
    "plan:target_measure": Submission(typed=another_target, then={"step": "save"}),
    "plan:target_holder": Submission(typed=another_target, then={"step": "save"}),
    "plan:target_decisions": Submission(PRES, typed=confirmed),
    "risks:review": Submission((ST, OWN, OTHER), typed=reviewed),
    "risks:action_add": Submission(
        typed=first_option("owner", statement="Otra acción.", due_on="2027-03-31")
    ),
    "risks:action_change": Submission(typed={"statement": "Otra redacción."}),
    "risks:action_finish": Submission(OWN, typed={"result": "Se hizo."}),
    "risks:action_remove": Submission(),
    "monitoring:report_start": Submission("observador", typed=first_option("period")),
    "monitoring:report_submit": Submission((OWN, ST), REPORT),
    "monitoring:report_withdraw": Submission((OWN, ST), REPORT),
    "monitoring:report_begin": Submission(REVIEWERS, REPORT),
    "monitoring:report_return": Submission(REVIEWERS, REPORT, {"comment": "Falta el acta."}),
    "monitoring:report_validate": Submission(REVIEWERS, REPORT),
    "monitoring:report_reopen": Submission(REVIEWERS, REPORT, {"comment": "Una cifra."}),
    "monitoring:no_activity": Submission((OWN, ST), typed=marked),
    "monitoring:no_activity_undo": Submission((OWN, ST), page="monitoring:no_activity_undo/page"),
    "monitoring:entry_detail": Submission((OWN, ST), typed={"progress": "Otro avance."}),
    "monitoring:comment_add": Submission((OWN, *REVIEWERS), ENTRY, WORDS),
    "monitoring:comment_answer": Submission((OWN, *REVIEWERS), ENTRY, WORDS),
    "monitoring:comment_settle": Submission(REVIEWERS, REVIEW),
    "monitoring:comment_reopen": Submission(REVIEWERS, REVIEW),
    "monitoring:record_add": Submission((OWN, ST), typed=a_row),
    "monitoring:record_edit": Submission((OWN, ST), typed={"title": "Otro título"}),
    "monitoring:record_event": Submission(REVIEWERS, typed=other_row),
    "monitoring:record_remove": Submission((OWN, ST)),
    "monitoring:evidence_add": Submission(
        (OWN, ST), typed={"links": "https://ejemplo.example/otra", "title": "Otra"}
    ),
    "monitoring:evidence_remove": Submission((OWN, ST)),
    "monitoring:evidence_accept": Submission(REVIEWERS, REVIEW),
    "monitoring:evidence_reject": Submission(REVIEWERS, REVIEW, {"reason": "No se lee."}),
    "monitoring:evidence_accept_all": Submission(REVIEWERS, REPORT),
    "monitoring:workbook_upload": Submission((OWN, ST), typed=a_workbook),
    "monitoring:workbook_apply": Submission((OWN, ST), "monitoring:workbook_preview"),
    "monitoring:region_events": Submission(typed=one_event),
    "monitoring:priority_sheet": Submission(typed=decided),
    "monitoring:priority_detail": Submission(typed=decided),
    "monitoring:priority_endorse": Submission(PRES, typed=confirmed),
    "monitoring:priority_schedule": Submission(),
    "monitoring:finding_enter": Submission(
        typed=first_option(
            "source", source_title="Auditoría", found_on="2026-06-30", text="Un hallazgo."
        )
    ),
    "monitoring:finding_change": Submission(typed={"text": "Otra redacción."}),
    "monitoring:finding_start": Submission(page=FINDING),
    "monitoring:finding_result": Submission(OWN, FINDING, {"result": "Se hizo."}),
    "monitoring:finding_close": Submission(
        page=FINDING, typed=first_option("state", result="Se hizo.")
    ),
    "monitoring:finding_reopen": Submission(page=FINDING, typed={"reason": "Falta algo."}),
    "monitoring:period_list": Submission(then={"step": "open"}),
    "monitoring:period_dates": Submission(page="monitoring:period_detail", typed=because),
    "monitoring:period_extend": Submission(page="monitoring:period_detail", typed=extension),
    "monitoring:annual_start": Submission(page="monitoring:annual_list", typed=a_year),
    "monitoring:annual_reply": Submission(OWN, "monitoring:annual_detail", WORDS),
    "monitoring:annual_reply_read": Submission(page="monitoring:annual_replies"),
    "monitoring:annual_reply_unread": Submission(page="monitoring:annual_replies"),
    "monitoring:past_report_add": Submission(typed=a_memoir),
    "monitoring:past_report_remove": Submission(),
    "monitoring:annual_choices": Submission(typed={"erratum": "Se corrige otra cifra."}),
    "monitoring:annual_section": Submission(typed=WORDS),
    "monitoring:annual_comment": Submission((OWN, ST), SECTION, WORDS),
    "monitoring:annual_highlight": Submission(page=SECTION),
    "monitoring:annual_highlight_drop": Submission(page=DESK),
    "monitoring:annual_review_open": Submission(page=DESK),
    "monitoring:annual_review_close": Submission(page=DESK),
    "monitoring:annual_endorse": Submission((OWN, PRES)),
    "monitoring:annual_comment_settle": Submission(page=SECTION),
    "monitoring:annual_comment_reopen": Submission(page=SECTION),
    "monitoring:annual_publish": Submission(typed={"reason": "Sin consulta."}),
    "monitoring:annual_publication_resume": Submission(page="monitoring:annual_publication"),
}


class Clerk:
    """Fills in the form of a place as somebody who may."""

    def __init__(self, world: Map, client):
        self.world, self.client = world, client

    def fills(self, place: Place, kind: str = "") -> dict | None:
        """What is sent, by that person or by the first who may; None where nobody is offered it."""
        submission = SUBMISSIONS[place.route.name]
        for one in (kind,) if kind else submission.people:
            self.enter(one, place)
            if (form := self.form_of(submission, place)) is not None:
                return self.second(submission, place, self.filled(submission, place, form))
        return None

    def enter(self, kind: str, place: Place) -> None:
        enter(self.client, place.own if kind == OWN else self.world.world.people[kind])

    def form_of(self, submission: Submission, place: Place) -> Offered | None:
        page = self.world.page_of(submission.page, place) + submission.query
        response = self.client.get(page)
        if response.status_code != 200:
            return None
        return offered(response.content, page, place.url)

    def filled(self, submission: Submission, place: Place, form: Offered) -> dict:
        typed = submission.typed or {}
        return form.values | (typed(self.world, place, form) if callable(typed) else typed)

    def second(self, submission: Submission, place: Place, data: dict) -> dict:
        """What the page that asks once more sends back."""
        if submission.then is None:
            return data
        shown = self.client.post(place.url, data)
        form = offered(shown.content, place.url, place.url)
        return form.values | submission.then
