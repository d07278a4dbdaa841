"""Every word of the mails has its English, and the compiled catalogue says the same."""

import pytest
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.translation import trans_real

from monitoring.models import Lack, ReportAction
from monitoring.reminders import letters
from monitoring.reminders.run import due_today
from tests.catalogue import compiled, messages_of_mails, written
from tests.factories import (
    ActivityFactory,
    CommentFactory,
    EntryFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)
from tests.monitoring.test_reminders import owed, perform, period_due_in
from tests.report_words import messages_of_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def test_every_word_of_a_mail_has_its_english():
    said = written()

    assert messages_of_mails() - said.keys() == set()
    assert [message for message, texts in said.items() if not all(texts)] == []


def test_the_catalogue_holds_no_word_that_neither_a_mail_nor_the_annual_report_says():
    assert written().keys() - messages_of_mails() - messages_of_report() == set()


def test_a_translation_names_what_its_sentence_names():
    def names(text):
        return set(named_in(text))

    for message, texts in written().items():
        for said, text in zip(message, texts, strict=True):
            assert names(text) == names(said), message


def named_in(text: str) -> list[str]:
    return [part.partition(")")[0] for part in text.split("%(")[1:]]


def test_the_compiled_catalogue_is_the_written_one():
    assert compiled() == {message[:1]: texts for message, texts in written().items()}


def test_no_mail_in_english_asks_for_a_word_that_the_catalogue_lacks(secretariat, monkeypatch):
    """Every occasion and every lack, with what the models themselves say."""
    period = period_due_in(-1)
    report = report_that_lacks_everything(period)
    for state in ("submitted", "validated"):
        owed(period, **{state: True})
    _member, returned = owed(period, submitted=True)
    CommentFactory(entry=returned.entries.get())
    perform(ReportAction.RETURN, returned, secretariat, comment="Falta.")
    lacks = {entry.lack for entry in report.entries.with_parts()}
    assert set(Lack) <= lacks
    asked = set()
    ask = trans_real.DjangoTranslation.gettext

    def noting(self, message):
        if self.language() == "en" and message not in self._catalog:
            asked.add(message)
        return ask(self, message)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", noting)
    with translation.override("en"):
        for due in due_today():
            due.words()
        for occasion in letters.SUBJECTS:
            letters.reminder(report, occasion)
        months = {str(month) for month in [*MONTHS.values(), *MONTHS_AP.values()]}
    assert {message for message in asked if message.rpartition("\x04")[2] not in months} <= ENGLISH


ENGLISH = {"", "DATE_FORMAT", "N j, Y"}
"""What Django itself says in English."""


def report_that_lacks_everything(period):
    """One entry for each thing that can lack."""
    report = ReportFactory(period=period)
    MembershipFactory(stakeholder=report.stakeholder)
    EntryFactory(report=report, progress="")
    RecordFactory(entry=EntryFactory(report=report, status="not_started"))
    RecordFactory(entry=EntryFactory(report=report, progress=""))
    EntryFactory(report=report, activity=MeasureFactory().indicator.activity)
    stage = RecordFactory(entry=EntryFactory(report=report))
    measure = MeasureFactory(activity=ActivityFactory(), kind="deliverable")
    stage.milestones.create(measure=measure, stage="draft")
    return report
