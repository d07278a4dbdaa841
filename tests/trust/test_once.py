"""Whoever presses twice, or has a connection that repeats, has done it once."""

import datetime

import pytest
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core import mail
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from corett.lib.models import Submission
from monitoring.models import (
    Comment,
    ProgressEntry,
    ReportEvent,
)
from tests.factories import (
    EntryFactory,
    MembershipFactory,
    StakeholderFactory,
)
from tests.scale import times
from tests.trust.crowd import browser, form_on, send_at_once
from tests.trust.occasions import OCCASIONS, ready_entry, submit

AT_ONCE = 50
REPEATED = "Este envío ya se había recibido; no se repitió."


@pytest.fixture
def secretariat(db):
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def statuses(answers) -> set[tuple[int, str]]:
    return {(one.status_code, one.headers.get("Location", "")) for one in answers}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("occasion", OCCASIONS)
def test_the_same_form_sent_fifty_times_at_once_is_done_once(occasion, secretariat, figure):
    told = occasion(secretariat)
    client = browser(told.who)
    fields = told.fields(client)

    count = AT_ONCE if occasion is submit else times(AT_ONCE, ci=10)
    answers = send_at_once(client, told.address, fields, count=count, files=told.files)

    assert [one for one in answers if isinstance(one, Exception)] == []
    assert len(statuses(answers)) == 1, statuses(answers)
    assert {one.status_code for one in answers} == {302}
    assert told.rows() == [1] * len(told.rows())
    assert len(mail.outbox) == told.mails
    assert len([one for one in answers if REPEATED in said_by(one)]) == count - 1
    figure(f"{occasion.__name__}: enviado a la vez", f"{count} veces → {told.rows()}")


def said_by(response) -> list[str]:
    request = response.wsgi_request
    return [str(message) for message in get_messages(request)._queued_messages]


@pytest.fixture
def talk(secretariat):
    """A report under review, and the browser of its reviewer."""
    entry = EntryFactory(report__submitted=True)
    address = reverse("monitoring:comment_add", args=[entry.report_id, entry.activity.code])
    client = browser(secretariat)
    return client, address, form_on(client, entry.get_absolute_url(), address)


@pytest.mark.django_db
def test_the_repetition_leads_to_the_same_place_and_tells_the_same_with_a_word_more(talk):
    client, address, fields = talk

    first = client.post(address, {**fields, "text": "¿Y el acta?"})
    again = client.post(address, {**fields, "text": "¿Y el acta?"})

    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert said_by(again) == [*said_by(first), REPEATED]
    assert said_by(first) == ["Comentario guardado."]
    assert [one.text for one in Comment.objects.all()] == ["¿Y el acta?"]


@pytest.mark.django_db
def test_other_words_under_the_same_key_are_another_submission_each_time(talk):
    client, address, fields = talk

    for text in ("A", "B", "A", "A"):
        assert client.post(address, {**fields, "text": text}).status_code == 302

    assert [one.text for one in Comment.objects.order_by("pk")] == ["A", "B", "A"]
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again_with_the_same_key():
    entry = ready_entry()
    ProgressEntry.objects.update(progress="", no_records=False)
    client = browser(MembershipFactory(stakeholder=entry.report.stakeholder))
    address = reverse("monitoring:report_submit", args=[entry.report_id])
    fields = form_on(client, entry.report.get_absolute_url(), address)

    assert client.post(address, fields).status_code == 422
    assert Submission.objects.count() == 0
    ProgressEntry.objects.update(progress="Se hizo.", no_records=True)

    assert client.post(address, fields).status_code == 302
    assert ReportEvent.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_everything_is_as_ever(talk):
    client, address, fields = talk
    del fields["once"]

    answers = [client.post(address, {**fields, "text": "A"}) for _time in range(2)]

    assert [said_by(one) for one in answers] == [["Comentario guardado."]] * 2
    assert Submission.objects.count() == 0


@pytest.mark.django_db
def test_the_key_of_another_person_is_another_key(talk):
    client, address, fields = talk
    client.post(address, {**fields, "text": "A"})
    colleague = browser(MembershipFactory(stakeholder=Comment.objects.get().stakeholder))

    assert colleague.post(address, {**fields, "text": "A"}).status_code == 302

    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_the_door_and_not_remembered(talk):
    client, address, fields = talk
    client.logout()

    assert client.post(address, {**fields, "text": "A"})["Location"].startswith("/cuenta/entrar/")
    assert Submission.objects.count() == 0


@pytest.mark.django_db
def test_what_has_no_csrf_token_is_refused_before_it_is_remembered(talk):
    client, address, fields = talk
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    response = strict.post(address, {**fields, "csrfmiddlewaretoken": "x", "text": "A"})

    assert response.status_code == 403
    assert (Comment.objects.count(), Submission.objects.count()) == (0, 0)


def half_done(request, ending):
    """It writes, and then something goes wrong, or is refused."""
    StakeholderFactory(code="ZZ")
    if ending == "broken":
        raise RuntimeError("A cable was cut.")
    if ending == "refused":
        messages.error(request, "No.")
    if ending == "warned":
        messages.warning(request, "Ya no se puede.")
    if ending == "shown":
        return HttpResponse("Un archivo.")
    return redirect("/")


urlpatterns = [path("<slug:ending>/", half_done)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "status", "remembered", "written"),
    [
        ("done", 302, 1, 1),
        ("refused", 302, 0, 1),
        ("warned", 302, 0, 1),
        ("shown", 200, 0, 1),
        ("broken", 500, 0, 0),
    ],
)
def test_only_what_was_done_is_remembered_and_what_broke_left_nothing(
    secretariat, settings, ending, status, remembered, written
):
    client = browser(secretariat)
    settings.ROOT_URLCONF = __name__

    response = client.post(f"/{ending}/", {"once": "x"})

    found = type(secretariat.stakeholder).objects.filter(code="ZZ").count()
    assert (response.status_code, Submission.objects.count(), found) == (
        status,
        remembered,
        written,
    )


@pytest.mark.django_db
def test_nothing_that_was_typed_is_kept_in_what_remembers(talk):
    client, address, fields = talk
    client.post(address, {**fields, "text": "Un secreto"})

    kept = Submission.objects.values().get()

    assert "secreto" not in str(kept).lower()
    assert (kept["status"], kept["location"][:12]) == (302, "/seguimiento")


@pytest.mark.django_db
def test_after_a_week_it_is_expired():
    now = timezone.now()
    for days in (6, 8):
        at = now - datetime.timedelta(days=days)
        Submission.objects.create(form="f", digest=str(days), received_at=at)

    assert [one.digest for one in Submission.objects.expired()] == ["8"]
