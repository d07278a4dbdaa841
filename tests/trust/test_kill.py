"""Killed with -9 at random moments: what was acknowledged is there, and nothing is by halves.

The publication of the annual report has its own (tests/monitoring/annual/test_kill.py).
"""

import hashlib
import json
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.urls import reverse

from corett.lib import stored
from monitoring import receipts, workflow
from monitoring.models import Evidence, Notice, ProgressReport, Receipt, ReportAction, ReportEvent
from plan.models import Axis, PlanUpload
from tests.factories import (
    AxisFactory,
    EntryFactory,
    MembershipFactory,
    PlanFactory,
    StakeholderFactory,
)
from tests.scale import times
from tests.tables import row_of
from tests.trust.crowd import browser, form_on
from tests.trust.killing import Fate, Life, live
from tests.trust.occasions import ready_entry

pytestmark = pytest.mark.django_db(transaction=True)

DONE = "302"
LATEST = 3


@dataclass
class Tally:
    fate: Fate
    seen: Counter = field(default_factory=Counter)

    def note(self, life: Life, *, is_done: bool) -> None:
        """What a browser has heard is true; what it has not heard may be true or not."""
        assert life.said in ("", DONE), life.said
        assert is_done or life.said != DONE, "It was acknowledged, and is lost."
        if not life.was_killed:
            self.fate.learn(life)
        self.seen["killed"] += life.was_killed
        self.seen["acknowledged"] += life.said == DONE
        self.seen["after"] += is_done
        self.seen["before"] += not is_done

    def told(self) -> str:
        seen = self.seen
        return (
            f"{seen['killed']} muertes, {seen['before']} antes, {seen['after']} después;"
            " perdidos 0, a medias 0"
        )


def until_killed(times_killed: int, tally: Tally, cycle) -> None:
    """So many deaths; between them, whoever was lucky to survive teaches how long a life is."""
    for number in range(3 * times_killed):
        cycle(number)
        if tally.seen["killed"] == times_killed:
            return
    raise AssertionError(f"It died only {tally.seen['killed']} times.")


def test_a_report_killed_while_it_is_sent_is_sent_or_not_and_the_next_try_sends_it_once(
    figure, monkeypatch
):
    report = ready_entry().report
    member = MembershipFactory(stakeholder=report.stakeholder)
    client = browser(member)
    page, address = report.get_absolute_url(), reverse("monitoring:report_submit", args=[report.pk])
    tally = Tally(Fate(1))
    monkeypatch.setattr(receipts, "render_pdf", lambda *_args, **_options: b"%PDF")

    def state() -> tuple[str, int, int, int]:
        return (
            ProgressReport.objects.get().state,
            ReportEvent.objects.filter(action=ReportAction.SUBMIT).count(),
            Receipt.objects.count(),
            Notice.objects.count(),
        )

    def withdraw() -> None:
        workflow.perform(
            ReportAction.WITHDRAW, ProgressReport.objects.get(), by=member, key=uuid.uuid4()
        )

    def send(fields) -> str:
        return str(client.post(address, fields).status_code)

    def whole_life(number: int) -> None:
        fields = form_on(client, page, address)
        tally.fate.learn(live(lambda: send(fields)))
        assert state() == ("submitted", number, number, number)
        withdraw()

    def cycle(number: int) -> None:
        fields, count = form_on(client, page, address), number + 2
        life = live(lambda: send(fields), killed_after=tally.fate.moment())
        now = state()
        assert now in [("draft", *[count] * 3), ("submitted", *[count + 1] * 3)]
        tally.note(life, is_done=now[0] == "submitted")
        assert send(fields) == DONE
        assert state() == ("submitted", *[count + 1] * 3)
        withdraw()

    whole_life(1)
    whole_life(2)
    until_killed(times(200, ci=6), tally, cycle)
    figure("kill -9 al enviar un informe", tally.told())


def whole_rows() -> int:
    """How many rows there are; each has its file, and the latest byte by byte."""
    rows = list(Evidence.objects.order_by("pk"))
    for row in rows[-LATEST:]:
        data = Path(row.file.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (row.size, row.sha256)
    assert stored.missing() == []
    return len(rows)


def test_evidence_killed_while_it_is_uploaded_is_there_whole_or_not_at_all(figure):
    entry = EntryFactory()
    client = browser(MembershipFactory(stakeholder=entry.report.stakeholder))
    address = reverse("monitoring:evidence_add", args=[entry.report_id, entry.activity.code])
    tally, data, left = Tally(Fate(2)), random.Random(2).randbytes(3_000_000), 0

    def send(fields, number) -> str:
        content = b"%PDF-1.4\n" + str(number).encode() + data
        file = SimpleUploadedFile("acta.pdf", content, content_type="application/pdf")
        typed = {**fields, "title": f"Acta {number}", "files": file}
        return str(client.post(address, typed).status_code)

    def cycle(number: int) -> None:
        nonlocal left
        fields, before = form_on(client, address), whole_rows()
        life = live(lambda: send(fields, number), killed_after=tally.fate.moment())
        tally.note(life, is_done=whole_rows() == before + 1)
        left += len(stored.orphans(older_than=-stored.IS_SETTLED_AFTER))
        assert send(fields, number) == DONE
        assert whole_rows() == before + 1
        for name in stored.orphans(older_than=-stored.IS_SETTLED_AFTER):
            stored.set_aside(name)

    for number in (-2, -1):
        fields = form_on(client, address)
        tally.fate.learn(live(lambda fields=fields, number=number: send(fields, number)))
    until_killed(times(200, ci=6), tally, cycle)
    assert stored.orphans(older_than=-stored.IS_SETTLED_AFTER) == []
    assert stored.altered() == []
    figure("kill -9 al subir evidencia", f"{tally.told()}; filas sin archivo 0, sueltos {left}")


def test_a_file_of_the_plan_killed_while_it_is_taken_changes_every_row_or_none(figure):
    plan, count = PlanFactory(), 12
    for number in range(1, count + 1):
        AxisFactory(plan=plan, number=number, name=f"Eje {number}, vuelta -1")
    member = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client, tally = browser(member), Tally(Fate(3))
    begin = Axis.history.count()

    def names() -> set[str]:
        return {name.rpartition(" ")[2] for name in Axis.objects.values_list("name", flat=True)}

    def brought(turn: int) -> tuple[str, dict]:
        rows = [
            {**row_of("Ejes", plan, Eje=number), "Nombre": f"Eje {number}, vuelta {turn}"}
            for number in range(1, count + 1)
        ]
        content = json.dumps({"Ejes": rows}).encode()
        page = reverse("whole_plan:exchange", args=[plan.code])
        shown = client.post(page, {"file": SimpleUploadedFile("ejes.json", content)}).url
        apply = f"{shown}guardar/"
        return apply, form_on(client, shown, apply)

    def send(apply, fields) -> str:
        return str(client.post(apply, fields).status_code)

    def is_done(turn: int) -> bool:
        """Every row, its history and the mark of the file say the same."""
        taken = PlanUpload.objects.aggregate(count=Count("applied_at"))["count"]
        assert names() in [{str(turn - 1)}, {str(turn)}]
        assert names() == {str(taken - 1)}
        assert Axis.history.count() == begin + count * taken
        return taken == turn + 1

    def cycle(number: int) -> None:
        turn = number + 2
        apply, fields = brought(turn)
        life = live(lambda: send(apply, fields), killed_after=tally.fate.moment())
        tally.note(life, is_done=is_done(turn))
        assert send(apply, fields) == DONE
        assert is_done(turn)

    for turn in (0, 1):
        apply, fields = brought(turn)
        tally.fate.learn(live(lambda apply=apply, fields=fields: send(apply, fields)))
        assert is_done(turn)
    until_killed(times(100, ci=3), tally, cycle)
    figure("kill -9 al subir tablas del plan", tally.told())
