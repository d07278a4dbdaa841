"""The few things that only some pages need, each in the states that it may be in."""

import datetime
import json
import uuid

from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from corett.accounts import tokens
from corett.accounts.models import Session, User
from monitoring import annual
from monitoring.annual.replies import mark_read, reply
from monitoring.models import Audience, Finding, ProgressEntry, WorkbookUpload
from monitoring.ranking import next_year
from plan.models import PlanUpload
from tests.factories import CommentFactory, FindingFactory, InstitutionFactory, PriorityFactory
from tests.full_world import member
from tests.monitoring.workbook.sheets import Filled
from tests.trust.world import HOME, TrustWorld, interrupted, owned_action, past_report


class Things:
    def __init__(self, world: TrustWorld):
        base = world.base
        self.action = owned_action(base.plan.risks.get(code="R2"))
        self.past = {
            f"para {one.label}": past_report(base.plan, one)
            for one in (Audience.EVERYONE, Audience.STAKEHOLDERS)
        }
        self.findings = findings(world)
        self.institutions = {
            "pública": base.record.institutions.first(),
            "no publicar": InstitutionFactory(country=member(HOME).stakeholder, is_public=False),
        }
        self.run = interrupted(world.editions["en consulta"])
        self.tables = changed_tables(world)
        self.workbooks = {
            state: changed_workbook(one.draft) for state, one in world.reports.items()
        }
        self.settled = {
            state: settled_comment(one.record.entry) for state, one in world.reports.items()
        }
        self.year = priorities(world)
        self.read_reply = reply(base.published, text="Leída.", key=uuid.uuid4(), by=member("OIM"))
        mark_read(self.read_reply, by=member("ST"))
        self.to_highlight = validated_entry(world)
        self.section = f"activity-{self.to_highlight.activity.code}"
        self.said_of_edition = self.comment_of_edition(world, "Falta algo.")
        self.settled_of_edition = annual.settle(
            self.comment_of_edition(world, "Sobra algo."), by=member("ST")
        )

        enter_elsewhere(member(HOME).user)

    def link_to(self, user: User, page: str) -> dict:
        """The parts of a link that a mail carries."""
        made = tokens.INVITATION if page == "invitation" else tokens.RESET
        return {
            "uidb64": urlsafe_base64_encode(str(user.pk).encode()),
            "token": made.make_token(user),
        }

    def comment_of_edition(self, world: TrustWorld, text: str):
        return annual.comment(world.base.composing, self.section, text, by=member(HOME))


def enter_elsewhere(user: User) -> None:
    """Else nobody is offered the form that ends another session."""
    now = timezone.now()
    Session.objects.create(
        session_key="x" * 32,
        public_id=uuid.uuid4(),
        user=user,
        opened_at=now,
        seen_at=now,
        expire_date=now + datetime.timedelta(hours=1),
    )


def findings(world: TrustWorld) -> dict[str, Finding]:
    plan, closed = world.base.plan, {"state": "done", "result": "Se hizo."}
    answered = {"is_public": False, "action": "Se separará.", "due_on": datetime.date(2027, 3, 31)}
    Finding.objects.filter(pk=world.base.finding.pk).update(**answered)
    closed |= {"closed_at": timezone.now(), "closed_by": member("ST").user}
    return {
        "interno, a cargo del país": world.base.finding,
        "interno, de nadie": FindingFactory(plan=plan, number=901, is_public=False),
        "publicable": FindingFactory(plan=plan, number=902, is_public=True),
        "interno, cerrado": FindingFactory(plan=plan, number=903, is_public=False, **closed),
    }


def changed_tables(world: TrustWorld) -> PlanUpload:
    axis = world.base.plan.axes.first()
    said = json.dumps(axis.name, ensure_ascii=False)
    content = world.base.tables.content.decode()
    assert said in content
    changed = content.replace(said, json.dumps("Otro nombre")).encode()
    return PlanUpload.objects.create(
        name="ejes.json", content=changed, uploaded_by=member("ST").user
    )


def changed_workbook(report) -> WorkbookUpload:
    heading = "¿Qué se hizo?"
    book = Filled(report)
    page = next(one.title for one in book.book if one.title.startswith("Eje"))
    line = next(n for n in range(2, 60) if book.cell(page, n, heading).value)
    return WorkbookUpload.objects.create(
        report=report,
        name="libro.xlsx",
        content=book.put_all(page, line, {heading: "Otra acción"}).saved(),
        uploaded_by=member(report.stakeholder.code).user,
    )


def settled_comment(entry: ProgressEntry):
    by = member("PRES" if entry.report.stakeholder.code == "ST" else "ST").user
    return CommentFactory(entry=entry, settled_at=timezone.now(), settled_by=by)


def priorities(world: TrustWorld) -> int:
    """Of the year that is decided now: one that waits for the visto bueno, one that has it."""
    year = next_year(world.base.plan, timezone.localdate())
    waiting, agreed, *_rest = world.base.plan.activities.filter(retired_on=None)
    PriorityFactory(activity=waiting, year=year)
    by = {"endorsed_at": timezone.now(), "endorsed_by": member("PRES").user}
    taken = PriorityFactory(activity=agreed, year=year, **by)
    taken.semesters.set(world.base.plan.semesters.filter(year=year))
    return year


def validated_entry(world: TrustWorld) -> ProgressEntry:
    told = ProgressEntry.objects.exclude(progress="").exclude(pk=world.base.highlighted.pk)
    return told.filter(report__stakeholder__code="HN", report__state="validated")[0]
