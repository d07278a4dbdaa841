"""Who hears, once, that an edition was published, and what becomes of a mail that fails."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from monitoring import annual
from monitoring.annual.announcing import announce
from monitoring.models import AnnualReport, Notice, Occasion
from monitoring.reminders.run import run
from tests.annual import publish, quick_files
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.monitoring.annual.published import make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


@pytest.fixture
def report(world):
    """Published, and nobody told yet."""
    return make_published(world)


def member(language="es", **values):
    return MembershipFactory(user__language=language, **values)


def told() -> list[str]:
    return sorted(address for one in mail.outbox for address in one.to)


def test_each_person_with_a_membership_of_today_gets_one_mail(report, world):
    observer = member(stakeholder=StakeholderFactory(observer=True))
    twice = member(stakeholder=world.countries["HN"])
    MembershipFactory(user=twice.user, stakeholder=StakeholderFactory(evaluator=True))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    member(stakeholder=world.countries["GT"], until=yesterday)
    member(stakeholder=world.countries["GT"], user__is_active=False)
    UserFactory()

    announce(report)
    announce(report)

    wanted = [observer, twice, world.secretariat, world.presidency]
    assert told() == sorted(one.user.email for one in wanted)


def test_it_is_written_in_the_language_of_its_person(report, world):
    spanish = member("es", stakeholder=world.countries["HN"])
    english = member("en", stakeholder=world.countries["GT"])

    announce(report)

    by_person = {one.to[0]: one for one in mail.outbox}
    assert by_person[spanish.user.email].subject == "Informe anual 2025 de la CORETT publicado"
    assert by_person[english.user.email].subject == "CORETT annual report 2025 published"
    assert by_person[english.user.email].body.startswith("Good day,")


def test_it_says_where_to_read_it_and_leaves_no_gaps(report, world):
    announce(report)

    body = mail.outbox[0].body
    assert f"/seguimiento/informes-anuales/{report.plan.code}/2025/1/" in body
    assert "provisional" not in body
    assert "entre con su cuenta" not in body
    assert not re.search(r"\n\n\n", body)
    assert body == body.strip() + "\n"


def test_a_correction_says_what_it_corrects_and_for_whom_it_is(report, world):
    report.edition, report.erratum, report.is_final = 2, "Corrige <b>Honduras</b>.", False
    report.audience = "stakeholders"

    announce(report)

    message = mail.outbox[0]
    assert message.subject == "Informe anual 2025 de la CORETT corregido: edición 2"
    assert "Corrige <b>Honduras</b>." in message.body
    assert "Es provisional" in message.body
    assert "entre con su cuenta" in message.body


def test_a_demonstration_tells_nobody(report, world):
    report.plan.is_demonstration = True

    announce(report)

    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_a_mail_server_that_fails_undoes_nothing_and_the_next_run_sends_it(
    report, world, monkeypatch, settings
):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.no_such_backend.Backend"
    announce(report)
    waiting = Notice.objects.filter(occasion=Occasion.PUBLISHED).unsent().count()
    settings.EMAIL_BACKEND = backend

    outcome = run()

    assert AnnualReport.objects.get(pk=report.pk).is_published
    assert waiting == 2
    assert (outcome.sent.sent, outcome.waiting) == (2, 0)
    assert told() == sorted([world.secretariat.user.email, world.presidency.user.email])
    assert run().sent.sent == 0


def test_whoever_was_not_told_because_the_process_stopped_is_told_by_the_next_run(report, world):
    later = timezone.localdate() + datetime.timedelta(days=1)
    MembershipFactory(stakeholder=world.countries["HN"], since=later)

    assert run().sent.sent == 2
    assert run().sent.sent == 0


def test_what_was_published_long_ago_is_no_news(report, world):
    AnnualReport.objects.filter(pk=report.pk).update(
        published_at=timezone.now() - datetime.timedelta(days=31)
    )

    assert run().sent.sent == 0


def test_publishing_tells_them(world, monkeypatch, django_capture_on_commit_callbacks):
    quick_files(monkeypatch)
    world.record("HN", world.activity("1.1"))
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)

    with django_capture_on_commit_callbacks(execute=True):
        publish(report, by=world.secretariat)

    assert told() == sorted([world.secretariat.user.email, world.presidency.user.email])
