"""A mail is written down once, taken by one, sent, and tried again where it did not go out."""

import datetime
import threading
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from monitoring import notices
from monitoring.models import Notice, Occasion
from monitoring.notices import Letter, Sent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HERE = "tests.monitoring.test_notices"


class Unreachable(EmailBackend):
    """A server that does not answer."""

    asked = 0

    def open(self):
        Unreachable.asked += 1
        raise ConnectionRefusedError("nadie responde")


class Choosy(EmailBackend):
    """A server that refuses one address."""

    def send_messages(self, messages):
        if messages[0].to == ["no-existe@prueba.example"]:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})
        return super().send_messages(messages)


def letter(user=None, *, occasion=Occasion.DUE, about="semestre/1/informe/1", body="Cuerpo."):
    return Letter(user or UserFactory(), occasion, about, "Asunto", body)


def written(*letters) -> set:
    notices.write(letters)
    return {one.key for one in letters}


def test_a_mail_is_written_and_then_sent_as_it_is_written():
    one = letter(UserFactory(email="enlace@prueba.example"))

    outcome = notices.send(written(one))

    [sent] = mail.outbox
    notice = Notice.objects.get()
    assert outcome == Sent(sent=1)
    assert (sent.to, sent.subject, sent.body) == (["enlace@prueba.example"], "Asunto", "Cuerpo.")
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert (notice.address, notice.subject, notice.body) == (sent.to[0], sent.subject, sent.body)
    assert notice.sent_at >= notice.claimed_at >= notice.written_at


def test_what_went_out_does_not_go_out_again_nor_change():
    one = letter()
    notices.send(written(one))

    keys = written(Letter(one.user, one.occasion, one.about, "Otro", "Otras palabras."))

    assert notices.send(keys) == Sent()
    assert (Notice.objects.get().body, len(mail.outbox)) == ("Cuerpo.", 1)


def test_the_same_occasion_is_written_to_each_person_and_of_each_thing():
    person = UserFactory()

    keys = written(
        letter(person),
        letter(person),
        letter(person, about="semestre/1/informe/2"),
        letter(person, occasion=Occasion.WEEK_AFTER),
        letter(),
    )

    assert Notice.objects.count() == len(keys) == 4


def test_what_waits_says_what_is_true_when_it_goes_out():
    one = letter()
    written(one)
    one.user.email = "nueva@prueba.example"

    notices.send(written(letter(one.user, body="Falta menos.")))

    assert [(sent.to, sent.body) for sent in mail.outbox] == [
        (["nueva@prueba.example"], "Falta menos.")
    ]


def test_a_subject_is_one_line_however_it_came():
    written(Letter(UserFactory(), Occasion.DUE, "x", "Uno\r\nBcc: otro@prueba.example", ""))

    assert Notice.objects.get().subject == "Uno Bcc: otro@prueba.example"


def test_only_what_is_asked_for_is_sent():
    wanted, other = letter(), letter()
    written(other)

    notices.send(written(wanted))

    assert [one.to for one in mail.outbox] == [[wanted.user.email]]
    assert Notice.objects.unsent().get().user == other.user


def test_a_server_that_does_not_answer_is_asked_once_and_all_is_tried_again(settings):
    keys = written(letter(), letter(), letter())
    settings.EMAIL_BACKEND = f"{HERE}.Unreachable"
    Unreachable.asked = 0

    assert notices.send(keys) == Sent(failed=1)

    assert Unreachable.asked == 1
    assert {one.claimed_at for one in Notice.objects.all()} == {None}
    assert [one.fault for one in Notice.objects.order_by("pk")] == [
        "ConnectionRefusedError: nadie responde",
        "",
        "",
    ]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notices.send(keys) == Sent(sent=3)
    assert not Notice.objects.exclude(fault="").exists()


def test_one_address_that_is_refused_keeps_no_other_from_its_mail(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Choosy"
    keys = written(letter(UserFactory(email="no-existe@prueba.example")), letter(), letter())

    assert notices.send(keys) == Sent(sent=2, failed=1)

    assert "550" in Notice.objects.unsent().get().fault


@pytest.mark.parametrize(("minutes", "sent"), [(59, 0), (61, 1)])
def test_what_was_taken_and_never_marked_is_taken_again_after_an_hour(minutes, sent):
    keys = written(letter())
    taken = timezone.now() - datetime.timedelta(minutes=minutes)
    Notice.objects.update(claimed_at=taken)

    assert notices.send(keys) == Sent(sent=sent)
    assert len(mail.outbox) == sent


def test_what_is_being_sent_does_not_change_under_the_hand():
    one = letter()
    written(one)
    Notice.objects.update(claimed_at=timezone.now())

    written(letter(one.user, body="Otras palabras."))

    assert Notice.objects.get().body == "Cuerpo."


def test_what_was_overtaken_says_so_and_stays():
    old, due, gone = letter(), letter(), letter()
    notices.send(written(gone))
    keys = written(due)
    written(old)

    notices.set_aside(keys, "Ya no hacía falta.")

    faults = {one.user: one.fault for one in Notice.objects.all()}
    assert faults == {old.user: "Ya no hacía falta.", due.user: "", gone.user: ""}


def test_what_is_told_waits_until_it_is_sure(django_capture_on_commit_callbacks):
    keys = written(letter())

    with django_capture_on_commit_callbacks() as later:
        notices.send_after_commit(keys)
    assert mail.outbox == []
    later[0]()
    assert len(mail.outbox) == 1


def test_a_page_does_not_fail_with_its_mail(monkeypatch, caplog):
    monkeypatch.setattr(notices, "send", lambda keys: 1 / 0)

    notices.try_to_send(written(letter()))

    assert "se intentará en la próxima corrida" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_several_who_send_at_once_each_mail_is_sent_by_one():
    letters = [letter() for _ in range(4)]
    start, totals = threading.Barrier(3), []

    def run():
        try:
            start.wait()
            notices.write(letters)
            totals.append(notices.send({one.key for one in letters}))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(one.sent for one in totals) == 4
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.user.email for one in letters)
    assert Notice.objects.unsent().count() == 0
