import hashlib
import io
import logging
import re
import uuid
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from pypdf import PdfReader

from corett.lib.canonical import canonical
from monitoring import receipts
from monitoring.models import (
    Amount,
    Figure,
    Milestone,
    Notice,
    ProgressEntry,
    ProgressReport,
    Receipt,
    Record,
    RegistryCheck,
    ReportAction,
)
from monitoring.reminders import telling
from monitoring.reminders.run import run
from plan.models import GuidingApproach, Kind
from tests.factories import (
    ActivityFactory,
    AxisFactory,
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanEditionFactory,
    PlanFactory,
    RecordFactory,
    ReportFactory,
    RiskFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """A report with one activity, complete, that the plan counts by rows."""
    activity = ActivityFactory(code="1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas", unit="mesas")
    report = ReportFactory(stakeholder=StakeholderFactory(code="HN", name="Honduras"))
    RecordFactory(entry=EntryFactory(report=report, activity=activity), title="Mesa", quantity=3)
    return report


@pytest.fixture
def focal_point(report):
    return MembershipFactory(stakeholder=report.stakeholder, user__name="Ana Punto")


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def _quick_pdf(monkeypatch):
    """The slow library stays out where its pages are not what is tested."""
    monkeypatch.setattr(receipts, "render_pdf", lambda html, names: b"%PDF- " + html.encode())


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what a step leaves for after its commit."""

    def perform(action, report, by, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return step(action, report, by, **given)

    return perform


def step(action, report, by, **given) -> ProgressReport:
    return telling.perform(action, report, by=by, **{"key": uuid.uuid4(), **given})


def submit(report, by, **given) -> Receipt:
    step(ReportAction.SUBMIT, report, by, **given)
    return report.receipts.first()


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def only_activity(content: dict) -> dict:
    [axis] = content["axes"]
    [activity] = axis["activities"]
    return activity


# Content


def test_a_submit_writes_one_receipt_with_the_hash_of_what_it_holds(report, focal_point):
    receipt = submit(report, focal_point)

    event = report.events.get()
    assert Receipt.objects.get() == receipt
    assert (receipt.event, receipt.number) == (event, 1)
    assert receipt.data_sha256 == hashlib.sha256(canonical(receipt.content)).hexdigest()
    assert receipt.content["report"]["sent_by"] == "Ana Punto"


def test_the_head_says_whose_it_is_of_when_and_on_which_edition(report, focal_point):
    receipt = submit(report, focal_point)

    head = receipt.content["report"]
    assert {**head, "as_of": ""} == {
        "plan": "tim-2024-2028",
        "plan_title": "Plan de prueba",
        "plan_edition": 1,
        "is_demonstration": False,
        "stakeholder": "HN",
        "stakeholder_name": "Honduras",
        "title": "Honduras",
        "semester": "2025-1",
        "semester_label": "primer semestre de 2025",
        "state": {"value": "submitted", "label": "Enviado"},
        "is_draft": False,
        "number": 1,
        "as_of": "",
        "sent_by": "Ana Punto",
    }
    assert head["as_of"] == receipts.exact(receipt.event.at)
    assert receipt.content["counts"] == {
        "asked": 1,
        "answered": 1,
        "no_activity": 0,
        "records": 1,
        "evidence": 0,
    }


def test_other_steps_write_no_receipt(report, focal_point, secretariat):
    submit(report, focal_point)
    step(ReportAction.RETURN, report, secretariat, comment="Falta el acta.")

    assert Receipt.objects.count() == 1


def test_sending_again_after_a_return_gives_number_two_and_leaves_the_first(
    report, focal_point, secretariat
):
    first = submit(report, focal_point)
    step(ReportAction.RETURN, report, secretariat, comment="Falta el acta.")
    Record.objects.update(quantity=5)

    second = submit(report, focal_point)

    assert (second.number, number_of(second)) == (2, 5)
    assert Receipt.objects.get(number=1).content == first.content
    assert number_of(first) == 3


def number_of(receipt) -> int:
    return only_activity(receipt.content)["measures"][0]["value"]["number"]


def test_a_receipt_stays_as_it_was_when_what_it_froze_changes(report, focal_point):
    receipt = submit(report, focal_point)
    Record.objects.update(title="Otra", quantity=50)
    ProgressEntry.objects.update(progress="Otro texto.")

    kept = Receipt.objects.get()

    assert kept.content == receipt.content
    assert kept.data_sha256 == hashlib.sha256(canonical(kept.content)).hexdigest()
    assert only_activity(kept.content)["records"][0]["title"] == "Mesa"


def test_sending_with_the_same_key_again_writes_no_second_receipt(report, focal_point):
    key = uuid.uuid4()

    submit(report, focal_point, key=key)
    submit(report, focal_point, key=key)

    assert Receipt.objects.count() == 1


@pytest.mark.usefixtures("unguarded")
def test_the_words_are_those_of_the_edition_of_the_period(report):
    activity = {"code": "1.1", "statement": "Como se aprobó.", "indicator": {"statement": "Así."}}
    edition = PlanEditionFactory()
    edition.content = {"axes": [{"objectives": [{"activities": [activity]}]}]}
    edition.save()

    said = only_activity(receipts.report_content(ProgressReport.objects.get()))

    assert (said["statement"], said["indicator"]) == ("Como se aprobó.", "Así.")


def test_all_that_an_activity_says_is_in_it():
    activity = ActivityFactory(code="2.3", statement="Capacitar.")
    people = MeasureFactory(
        activity=activity, name="Personas", unit="personas", kind=Kind.PEOPLE, breakdown="sex"
    )
    entry = EntryFactory(
        activity=activity,
        report__stakeholder__name="Honduras",
        obstacles="Lluvia.",
        next_steps="Seguir.",
        approaches_how="Con cuidado.",
        risks_response="Se esperó.",
    )
    entry.approaches.add(GuidingApproach.objects.create(plan=activity.plan, order=1, name="Género"))
    entry.risks_met.add(RiskFactory(code="R7", statement="Rotación."))
    hidden = InstitutionFactory(country=entry.report.stakeholder, name="Red", is_public=False)
    record = RecordFactory(
        entry=entry,
        title="Taller",
        place="Tela",
        modality="remote",
        resources_usd=Decimal("1200.50"),
        resources_source="OIM",
        institutions=[hidden, InstitutionFactory(country=None, name="OIM")],
    )
    Figure.objects.create(record=record, measure=people, category="women", number=12)
    Figure.objects.create(record=record, measure=people, category="men", number=8)
    EvidenceFactory(entry=entry, record=record, title="Lista", is_public=False)

    said = only_activity(receipts.report_content(entry.report))

    assert said == {
        "code": "2.3",
        "statement": "Capacitar.",
        "indicator": "Número de acciones.",
        "is_answered": True,
        "status": {"value": "in_progress", "label": "en proceso"},
        "no_activity": False,
        "no_records": False,
        "reason": "",
        "progress": "Se avanzó.",
        "obstacles": "Lluvia.",
        "next_steps": "Seguir.",
        "approaches": ["Género"],
        "approaches_how": "Con cuidado.",
        "risks_met": [{"code": "R7", "statement": "Rotación."}],
        "risks_response": "Se esperó.",
        "measures": [
            {
                "code": "2.3.a",
                "name": "Personas",
                "unit": "personas",
                "kind": {"value": "people", "label": str(Kind.PEOPLE.label)},
                "value": {
                    "number": 20,
                    "parts": [
                        {"value": "women", "label": "mujeres", "number": 12},
                        {"value": "men", "label": "hombres", "number": 8},
                    ],
                    "text": "",
                    "adds_up": True,
                },
            }
        ],
        "records": [
            {
                "title": "Taller",
                "started_on": None,
                "ended_on": "2025-01-01",
                "is_late": False,
                "quantity": 1,
                "place": "Tela",
                "modality": {"value": "remote", "label": "remota"},
                "scope": {"value": "national", "label": "nacional"},
                "values": [
                    {"measure": "2.3.a", "name": "Personas", "said": "12 mujeres, 8 hombres"}
                ],
                "institutions": [
                    {"name": "OIM", "country": "", "is_public": True},
                    {"name": "Red", "country": "Honduras", "is_public": False},
                ],
                "resources_usd": "1200.50",
                "resources_source": "OIM",
            }
        ],
        "evidence": [
            {
                "title": "Lista",
                "of": "Taller",
                "url": "https://ejemplo.example/lista",
                "file": "",
                "size": None,
                "sha256": "",
                "is_public": False,
            }
        ],
    }


def test_late_rows_are_shown_and_not_added(report):
    RecordFactory(
        entry=report.entries.get(), title="Tarde", quantity=40, is_late=True, ended_on="2024-11-03"
    )

    said = only_activity(receipts.report_content(report))

    assert [(row["title"], row["is_late"]) for row in said["records"]] == [
        ("Tarde", True),
        ("Mesa", False),
    ]
    assert said["measures"][0]["value"]["number"] == 3


def test_a_zero_that_was_said_is_no_blank(report):
    Record.objects.all().delete()
    assert value_now(report) is None

    ProgressEntry.objects.update(no_records=True)
    assert value_now(report) == 0


def value_now(report):
    return only_activity(receipts.report_content(report))["measures"][0]["value"]["number"]


def test_what_nobody_answered_has_no_status_and_neither_has_sin_actividad():
    report = ReportFactory()
    EntryFactory(report=report, activity__code="1.1", progress="")
    EntryFactory(report=report, activity__code="1.2", progress="", no_activity=True)
    EntryFactory(report=report, activity__code="1.3", progress="", status="not_started")

    content = receipts.report_content(report)

    said = [
        (one["is_answered"], one["status"] and one["status"]["value"])
        for one in receipts.activities_in(content["axes"])
    ]
    assert said == [(False, None), (True, None), (True, "not_started")]
    assert (content["counts"]["answered"], content["counts"]["no_activity"]) == (2, 1)


def test_activities_stand_in_plan_order_under_their_eje():
    report, plan = ReportFactory(), PlanFactory()
    for order, (code, number) in enumerate([("9.1", 2), ("1.2", 1), ("1.10", 1)]):
        axis = AxisFactory(number=number, name=f"Eje {number}")
        objective = ObjectiveFactory(plan=plan, number=number, axis=axis)
        activity = ActivityFactory(code=code, objective=objective, order=100 - order)
        EntryFactory(report=report, activity=activity)

    axes = receipts.report_content(report)["axes"]

    assert [(axis["number"], [one["code"] for one in axis["activities"]]) for axis in axes] == [
        (1, ["1.10", "1.2"]),
        (2, ["9.1"]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_content_costs_the_same_for_any_number_of_activities(count, django_assert_num_queries):
    report = ReportFactory()
    for number in range(count):
        whole_entry(report, f"1.{number + 1}")
    report = ProgressReport.objects.select_related(
        "stakeholder", "period__edition", "period__semester__plan"
    ).get()

    with django_assert_num_queries(14):
        content = receipts.report_content(report)

    assert content["counts"]["records"] == 2 * count


def whole_entry(report, code: str) -> ProgressEntry:
    """An activity with a measure and a value of each kind, institutions, enfoques and risks."""
    activity = ActivityFactory(code=code)
    entry = EntryFactory(report=report, activity=activity)
    record, other = RecordFactory(entry=entry), RecordFactory(entry=entry)
    record.institutions.set([InstitutionFactory(), InstitutionFactory(country=None)])
    measures = {kind: MeasureFactory(activity=activity, kind=kind) for kind in Kind}
    Figure.objects.create(record=record, measure=measures[Kind.PEOPLE], number=1107)
    Figure.objects.create(
        record=other, measure=measures[Kind.REACH], category="social", number=52013
    )
    Milestone.objects.create(record=record, measure=measures[Kind.DELIVERABLE], stage="draft")
    RegistryCheck.objects.create(record=record, measure=measures[Kind.REGISTRY], is_current=True)
    Amount.objects.create(
        record=record,
        measure=measures[Kind.AMOUNT],
        amount=Decimal("7301.25"),
        usd=Decimal("415.75"),
        currency="GTQ",
        source="Cooperación",
        status="received",
    )
    entry.approaches.add(
        GuidingApproach.objects.get_or_create(plan=activity.plan, order=1, name="Género")[0]
    )
    entry.risks_met.add(RiskFactory())
    EvidenceFactory(entry=entry, record=record)
    EvidenceFactory(entry=entry)
    return entry


# Printing


def numbers_in(value) -> list[str]:
    """Every number that a content holds, as text."""
    if isinstance(value, dict):
        return [number for one in value.values() for number in numbers_in(one)]
    if isinstance(value, list):
        return [number for one in value for number in numbers_in(one)]
    if isinstance(value, bool) or value is None:
        return []
    return [str(value)] if isinstance(value, int) else re.findall(r"^\d+(?:\.\d+)?$", value)


def test_every_number_and_every_hash_of_the_content_is_on_paper(report, focal_point):
    entry = whole_entry(report, "1.2")
    file = ContentFile(b"acta", name="acta.pdf")
    EvidenceFactory(
        entry=entry, url="", file=file, original_name="acta.pdf", size=4321, sha256="ab" * 32
    )
    Milestone.objects.all().delete()
    receipt = submit(report, focal_point)

    text = text_of(receipts.render(receipt.content)).replace("\N{NARROW NO-BREAK SPACE}", "")

    content = {name: receipt.content[name] for name in ("report", "counts", "axes")}
    missing = [number for number in numbers_in(content) if number not in text]
    assert missing == []
    assert receipt.data_sha256 in text
    assert "ab" * 32 in text
    assert "BORRADOR" not in text


def test_the_same_content_gives_the_same_bytes(report, focal_point):
    receipt = submit(report, focal_point)

    assert receipts.render(receipt.content) == receipts.render(Receipt.objects.get().content)


def test_what_a_person_writes_is_text_and_never_markup(report):
    typed = "<script>alert(1)</script> <img src='file:///etc/hostname'> {{ report }} & «fin»"
    entry = report.entries.get()
    ProgressEntry.objects.update(progress=typed, obstacles=typed, approaches_how=typed)
    Record.objects.update(title=typed, place=typed)
    EvidenceFactory(entry=entry, title=typed)
    InstitutionFactory(name=typed, country=None).records.add(entry.records.get())

    text = text_of(receipts.render(receipts.report_content(report)))

    assert text.replace(" ", "").count(typed.replace(" ", "")) == 7


@pytest.mark.usefixtures("_quick_pdf")
def test_a_draft_says_so_and_what_was_sent_does_not(report, focal_point):
    draft = receipts.report_pdf(report).decode()
    submit(report, focal_point)
    sent = receipts.report_pdf(ProgressReport.objects.get()).decode()

    assert draft.count("BORRADOR") == 3
    assert "BORRADOR" not in sent
    assert "envío 1" in sent


@pytest.mark.usefixtures("_quick_pdf")
def test_what_stands_sent_is_printed_as_it_was_received(report, focal_point):
    receipt = submit(report, focal_point)
    Record.objects.update(title="Cambiada después")

    assert receipts.report_pdf(ProgressReport.objects.get()) == receipts.render(receipt.content)


@pytest.mark.usefixtures("_quick_pdf")
def test_a_returned_report_is_a_draft_again(report, focal_point, secretariat):
    submit(report, focal_point)
    step(ReportAction.RETURN, report, secretariat, comment="Falta el acta.")

    assert "BORRADOR" in receipts.report_pdf(ProgressReport.objects.get()).decode()


@pytest.mark.usefixtures("_quick_pdf")
def test_a_demonstration_says_so(report):
    assert "DEMOSTRACIÓN" not in receipts.report_pdf(report).decode()

    type(report.period.semester.plan).objects.update(is_demonstration=True)

    printed = receipts.report_pdf(ProgressReport.objects.get()).decode()
    assert printed.count("DEMOSTRACIÓN") == 3


# Mail


@pytest.mark.usefixtures("_quick_pdf")
def test_who_sent_it_gets_one_mail_with_the_hash_and_the_pdf(report, focal_point, committed):
    committed(ReportAction.SUBMIT, report, focal_point)

    [sent] = mail.outbox
    receipt = Receipt.objects.get()
    assert sent.to == [focal_point.user.email]
    assert sent.subject == "Acuse de recibo: Honduras · 2025-1, envío 1"
    assert f"http://localhost:8000/seguimiento/informes/{report.pk}/acuse/1/" in sent.body
    assert receipt.data_sha256 in sent.body
    assert "Ahora lo revisa la Secretaría Técnica." in sent.body
    assert sent.attachments == [
        (
            "informe-semestral-hn-2025-1-envio-1.pdf",
            receipts.render(receipt.content),
            "application/pdf",
        )
    ]


@pytest.mark.usefixtures("_quick_pdf")
def test_what_is_not_yet_sure_is_not_mailed(report, focal_point, committed):
    submit(report, focal_point)

    assert mail.outbox == []


@pytest.mark.usefixtures("_quick_pdf")
def test_the_same_key_again_sends_no_second_mail(report, focal_point, committed):
    key = uuid.uuid4()

    committed(ReportAction.SUBMIT, report, focal_point, key=key)
    committed(ReportAction.SUBMIT, report, focal_point, key=key)

    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_quick_pdf")
def test_the_mail_prints_names_as_they_are(report, focal_point, committed):
    focal_point.user.name = "Ana <b>& Co</b>"
    focal_point.user.save()

    committed(ReportAction.SUBMIT, report, focal_point)

    assert "Ana <b>& Co</b>" in mail.outbox[0].body


@pytest.mark.usefixtures("_quick_pdf")
def test_a_demonstration_mails_nobody(report, focal_point, committed):
    type(report.period.semester.plan).objects.update(is_demonstration=True)

    committed(ReportAction.SUBMIT, report, focal_point)

    assert Receipt.objects.count() == 1
    assert mail.outbox == []


def raises_oserror(*_args, **_options):
    raise OSError


@pytest.mark.parametrize("broken", ["mail", "pdf"])
def test_a_mail_that_fails_undoes_nothing_and_is_logged(
    broken, report, focal_point, committed, settings, monkeypatch, caplog
):
    if broken == "pdf":
        monkeypatch.setattr(receipts, "render_pdf", raises_oserror)
    else:
        monkeypatch.setattr("django.core.mail.message.EmailMessage.send", raises_oserror)

    with caplog.at_level(logging.WARNING):
        committed(ReportAction.SUBMIT, report, focal_point)

    report.refresh_from_db()
    assert (report.state, Receipt.objects.count(), mail.outbox) == ("submitted", 1, [])
    notice = Notice.objects.get()
    assert f"El aviso {notice.pk} no salió" in caplog.text
    assert (notice.occasion, notice.sent_at, notice.fault) == ("receipt", None, "OSError: ")


@pytest.mark.usefixtures("_quick_pdf")
def test_a_receipt_that_did_not_go_out_goes_out_with_the_next_run(
    report, focal_point, committed, monkeypatch
):
    with monkeypatch.context() as fault:
        fault.setattr("django.core.mail.message.EmailMessage.send", raises_oserror)
        committed(ReportAction.SUBMIT, report, focal_point)
    assert mail.outbox == []

    assert (run().sent.sent, run().sent.sent) == (1, 0)

    [sent] = mail.outbox
    assert (sent.to, len(sent.attachments)) == ([focal_point.user.email], 1)
    assert Notice.objects.get().sent_at is not None


def test_the_secretariats_own_report_is_reviewed_by_the_presidency():
    report = ReportFactory(stakeholder=StakeholderFactory(secretariat=True))

    assert receipts.next_steps(report)[0] == "Ahora lo revisa la Presidencia."
