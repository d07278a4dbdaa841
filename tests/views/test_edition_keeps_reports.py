"""A new edition changes the plan, and nothing of what was said with the one before."""

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from corett.accounts.models import Stakeholder
from monitoring import annual, entries, workflow
from monitoring.models import Record, ReportAction
from monitoring.reports import open_semester
from plan import decisions, schedule, targets
from plan.models import (
    Activity,
    Axis,
    GuidingApproach,
    Measure,
    Objective,
    Semester,
    Target,
)
from plan.targets import Key, Proposal
from risks.models import Risk
from tests.factories import EvidenceFactory, MeasureFactory, MembershipFactory

CODE = "tim-2024-2028"


def serve(code: str):
    return MembershipFactory(stakeholder=Stakeholder.objects.get(code=code))


@pytest.fixture
def people(loaded_plan):
    return {code: serve(code) for code in ("ST", "PRES", "HN", "OIM")}


def validated_report(people):
    """Honduras, 2025-1: one row in 2.3, nothing elsewhere; sent, received and validated."""
    today = datetime.date.today()
    period = open_semester(
        Semester.objects.get(year=2025, half=1),
        opens_on=today,
        due_on=today,
        closes_on=today,
        by=people["ST"],
    )
    report = period.reports.get(stakeholder__code="HN")
    focal_point = people["HN"]
    entry = report.entries.get(activity__code="2.3")
    entry.progress = "Se capacitó a equipos de frontera."
    entry.save()
    people_trained = entry.activity.indicator.measures.get(kind="people")
    record = Record.objects.create(
        entry=entry,
        title="Taller",
        ended_on=datetime.date(2025, 3, 4),
        saved_by=focal_point.user,
    )
    record.figures.create(measure=people_trained, category="women", number=12)
    EvidenceFactory(entry=entry, record=record)
    entry.approaches.add(GuidingApproach.objects.get(order=2))
    entry.risks_met.add(Risk.objects.get(code="R10"))
    others = [one.activity.code for one in report.entries.exclude(pk=entry.pk)]
    entries.declare_no_activity(report, codes=others, by=focal_point)
    for action, by in ((ReportAction.SUBMIT, focal_point), (ReportAction.VALIDATE, people["ST"])):
        report = workflow.perform(action, report, by=by, key=uuid.uuid4())
    return report


def published_annual(plan, people):
    report = annual.start_annual(plan, 2025, by=people["ST"])
    return annual.publish(report, version=report.version, by=people["ST"], reason="Sin consulta.")


def what_was_said(browser, report, yearly) -> dict[str, bytes]:
    """Every byte of the pages and files of the report and of the annual report."""
    of_report, of_year = [report.pk], yearly.address
    addresses = [
        reverse("monitoring:report_reading", args=of_report),
        reverse("monitoring:report_detail", args=of_report),
        reverse("monitoring:entry_detail", args=[report.pk, "2.3"]),
        reverse("monitoring:report_pdf", args=of_report),
        reverse("monitoring:receipt_pdf", args=[report.pk, 1]),
        reverse("monitoring:receipt_data", args=[report.pk, 1]),
        reverse("monitoring:annual_download", args=of_year),
        reverse("monitoring:annual_data", args=of_year),
        reverse("monitoring:annual_detail", args=of_year),
    ]
    return {address: body(browser.get(address)) for address in addresses}


def body(response) -> bytes:
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].startswith("text/html"):
        return without_aids(content)
    return content


def without_aids(page: bytes) -> bytes:
    """Without a form's token and key, and without the definitions that its terms open today."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)
    page = re.sub(rb'name="key" value="[-\w]+"', b"", page)
    page = re.sub(rb'name="once" value="[-\w]+"', b"", page)
    page = re.sub(rb'<button type="button" class="term"[^>]*>(.*?)</button>', rb"\1", page)
    return re.sub(rb"\s*<div popover .*?</div>", b"", page, flags=re.DOTALL)


def confirm_goal(plan, people, value: int, year: int) -> None:
    key = Key("2.3.b", "HN", year)
    proposal = Proposal(Decimal(value), "minutes", "Acta 9", datetime.date(2026, 2, 1))
    targets.propose(plan, values={key: proposal})
    waiting = Target.objects.proposed().get(
        measure=Measure.objects.get_by_natural_key(CODE, "2.3", "b"), year=year
    )
    decisions.confirm(plan, seen={waiting.pk: decisions.seen_as(waiting)}, by=people["PRES"])


def change_wording() -> str:
    activity = Activity.objects.get(code="2.3")
    activity.statement += " Con lo que se acordó después."
    activity.save()
    return activity.statement


def test_edition_2_changes_a_wording_a_goal_and_a_cell_and_nothing_that_was_reported(
    loaded_plan, people, enter
):
    """All three of the very activity, year and semester that the reports tell."""
    report = validated_report(people)
    yearly = published_annual(loaded_plan, people)
    first = loaded_plan.editions.first()
    browser = enter(people["ST"])
    before = what_was_said(browser, report, yearly)
    exported = loaded_plan.editions.get(number=first.number).content

    wording = change_wording()
    confirm_goal(loaded_plan, people, 30, 2025)
    schedule.change(loaded_plan, mark={("2.3", "2025-1")})
    page = reverse("whole_plan:edition_open", args=[CODE])
    shown = browser.get(page).context["shown"]
    sent = {"shown": shown, "kinds": ["adaptation"], "reason": "Acta 9"}
    browser.post(page, sent, follow=True)

    second = loaded_plan.editions.first()
    assert second.number == first.number + 1
    assert what_was_said(browser, report, yearly) == before
    assert loaded_plan.editions.get(number=first.number).content == exported
    compared = browser.get(
        reverse("whole_plan:edition_difference", args=[CODE, first.number, second.number])
    )
    assert [change.data() for change in compared.context["changes"]] == [
        {
            "part": "activity",
            "code": "2.3",
            "field": "statement",
            "old": wording.removesuffix(" Con lo que se acordó después."),
            "new": wording,
        },
        {
            "part": "target",
            "code": "2.3.b",
            "field": "HN/2025",
            "old": "",
            "new": "30 · confirmada · acta: Acta 9 (01/02/2026)",
        },
        {"part": "cell", "code": "2.3", "field": "2025-1", "old": "", "new": "programada"},
    ]
    assert compared.content.decode().count('data-label="Antes"') == 3


def test_what_a_validated_report_says_stays_in_the_words_and_measures_of_its_edition(
    loaded_plan, people, enter
):
    report = validated_report(people)
    yearly = published_annual(loaded_plan, people)
    browser = enter(people["OIM"])
    pages = [
        reverse("monitoring:report_reading", args=[report.pk]),
        reverse("monitoring:report_detail", args=[report.pk]),
        reverse("monitoring:entry_detail", args=[report.pk, "2.3"]),
        reverse("monitoring:annual_data", args=yearly.address),
    ]
    before = [body(browser.get(page)) for page in pages]

    for row in [*Measure.objects.all(), *Axis.objects.all(), *GuidingApproach.objects.all()]:
        row.name = "Otro nombre"
        row.save()
    for risk in Risk.objects.all():
        risk.statement = "Otras palabras."
        risk.save()
    moved = Activity.objects.get(code="2.3")
    moved.objective = Objective.objects.get(number=12)
    moved.save()
    MeasureFactory(indicator=moved.indicator, letter="z", name="Una que se añade después")

    assert [body(browser.get(page)) for page in pages] == before


def test_an_edition_is_exported_as_it_was_whatever_came_later(loaded_plan, people, tmp_path):
    call_command("export_plan", "--edition", "1", "--output", tmp_path / "antes.json")
    change_wording()
    schedule.change(loaded_plan, mark={("1.1", "2027-1")})

    call_command("export_plan", "--edition", "1", "--output", tmp_path / "despues.json")

    antes, despues = ((tmp_path / name).read_bytes() for name in ("antes.json", "despues.json"))
    assert antes == despues
