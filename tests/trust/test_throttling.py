"""Who guesses is slowed down, and nobody else: neither the owner nor the neighbours."""

import re
import statistics
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from corett.accounts import attempts, throttling
from corett.accounts.models import Attempts, Letter
from corett.accounts.throttling import TooMany, place_of
from tests.factories import UserFactory
from tests.queries import asked
from tests.scale import times
from tests.trust.codes import code_of, log_in, somebody, telephone_of, wrong_code_of

pytestmark = pytest.mark.django_db

LOGIN, RESET, CODE = (reverse(f"accounts:{name}") for name in ("login", "reset", "code"))
SENTENCE = "Hubo demasiados intentos"
ATTACKER, NEIGHBOUR = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.7"}


def is_inside(client) -> bool:
    return "_auth_user_id" in client.session


def guess(user, count: int, **more) -> list[int]:
    return [log_in(Client(), user, f"no es {n}", **more).status_code for n in range(count)]


def wait(how_long: timedelta) -> None:
    """As if so long had gone by."""
    for row in Attempts.objects.all():
        row.since -= how_long
        row.save()


def test_after_ten_guesses_nothing_is_looked_at_and_the_address_stays_on_the_page(client):
    user = UserFactory(email="enlace@prueba.example")

    assert guess(user, 10) == [422] * 10
    response = log_in(client, user)

    page = response.content.decode()
    assert response.status_code == 429
    assert re.search(SENTENCE + r".* a partir de las \d\d:\d\d", page)
    assert 0 < int(response["Retry-After"]) <= 15 * 60 + 1
    assert 'value="enlace@prueba.example"' in page
    assert not is_inside(client)


def test_after_a_quarter_of_an_hour_the_password_opens_again(client):
    user = UserFactory()
    guess(user, 11)

    wait(timedelta(minutes=15))

    assert log_in(client, user).status_code == 302


def test_an_account_that_does_not_exist_is_answered_the_same(client):
    known, unknown = UserFactory(), UserFactory.build(email="nadie@prueba.example")

    answers = {one.email: guess(one, 12) for one in (known, unknown)}
    pages = [
        log_in(Client(), one, "no es").content.decode().replace(one.email, "…")
        for one in (known, unknown)
    ]

    assert answers[known.email] == answers[unknown.email] == [422] * 10 + [429] * 2
    assert without_keys(pages[0]) == without_keys(pages[1])


def without_keys(page: str) -> str:
    return re.sub(r'(name="(csrfmiddlewaretoken|once)" value=)"[^"]*"', r"\1", page)


def test_who_guesses_elsewhere_does_not_lock_the_owner_out(client):
    """Not from another place, and in a browser that has entered not even from the same one."""
    user = UserFactory()
    log_in(client, user, **ATTACKER)
    client.post(reverse("accounts:logout"))
    assert 429 in guess(user, 30, **ATTACKER)

    assert log_in(Client(), user, **NEIGHBOUR).status_code == 302
    assert log_in(client, user, **ATTACKER).status_code == 302


def test_even_a_thousand_places_do_not_lock_out_the_browser_that_has_entered(client, figure):
    """They fill the count that unknown browsers share; a link by mail opens those, too."""
    user = UserFactory()
    log_in(client, user)
    client.post(reverse("accounts:logout"))
    count = times(1000, ci=120)
    for n in range(count):
        begin_from(f"10.0.{n // 250}.{n % 250}", user)

    assert log_in(Client(), user, **NEIGHBOUR).status_code == 429
    assert log_in(client, user, **NEIGHBOUR).status_code == 302
    figure("lugares que atacan una cuenta sin cerrarla a su dueña", count)


def begin_from(address: str, user) -> None:
    request = RequestFactory().post(LOGIN, REMOTE_ADDR=address)
    try:
        attempts.entry(request, user.email).begin()
    except TooMany:
        return


def test_one_place_does_not_try_a_password_on_every_account():
    for n in range(98):
        begin_from("127.0.0.1", UserFactory.build(email=f"p{n}@prueba.example"))
    others = [UserFactory.build(email=f"otra{n}@prueba.example") for n in range(4)]

    statuses = [log_in(Client(), one).status_code for one in others]

    assert statuses == [422, 422, 429, 429]


def test_who_enters_begins_anew(client):
    user = UserFactory()
    guess(user, 9)

    log_in(client, user)

    assert guess(user, 10) == [422] * 10


def test_a_forged_cookie_of_a_browser_gives_no_attempt_more(client, settings):
    user = UserFactory()
    guess(user, 10)
    client.cookies[settings.DEVICE_COOKIE_NAME] = "W1siYSIsImIiLHRydWVdXQ:1abc:forjada"

    assert log_in(client, user).status_code == 429


def test_the_own_browser_is_slowed_down_too_and_entering_does_not_give_it_a_new_name(client):
    user = UserFactory()
    log_in(client, user)
    client.post(reverse("accounts:logout"))

    answers = [log_in(client, user, "no es").status_code for _n in range(11)]

    assert answers == [422] * 10 + [429]


def test_of_guesses_that_come_at_once_no_more_pass_than_the_limit():
    limit = throttling.Limit("prueba", 10, timedelta(minutes=15))
    passed = [0]

    for _n in range(30):
        try:
            throttling.count(limit.of("x"), throttling.Limit("otra", 50, timedelta(1)).of("x"))
            passed[0] += 1
        except TooMany:
            pass

    assert passed == [10]
    assert sorted(Attempts.objects.values_list("count", flat=True)) == [10, 10]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_that_guess_at_the_same_moment_ten_pass(figure):
    limit = throttling.Limit("prueba", 10, timedelta(minutes=15))
    passed, together = [], threading.Barrier(10)

    def try_some():
        together.wait()
        for _n in range(5):
            try:
                throttling.count(limit.of("x"))
                passed.append(1)
            except TooMany:
                pass
        connection.close()

    threads = [threading.Thread(target=try_some) for _n in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(passed) == 10
    figure("intentos a la vez que pasan, de 50, con límite 10", len(passed))


def test_the_code_is_not_guessed_either_and_a_new_session_gives_no_attempt_more(settings):
    settings.SECOND_FACTOR = True
    user = somebody(secretariat=True).user
    wrong = wrong_code_of(telephone_of(user))
    answers = []

    for _n in range(7):
        client = Client()
        log_in(client, user, **ATTACKER)
        answers.append(client.post(CODE, {"code": wrong}, **ATTACKER).status_code)

    assert answers == [422] * 5 + [429] * 2


def test_who_guesses_the_code_elsewhere_does_not_stop_the_owner(client, settings):
    settings.SECOND_FACTOR = True
    user = somebody(secretariat=True).user
    key = telephone_of(user)
    log_in(client, user)
    client.post(CODE, {"code": code_of(key)})
    client.post(reverse("accounts:logout"))
    for n in range(30):
        intruder, place = Client(), {"REMOTE_ADDR": f"10.0.0.{n}"}
        log_in(intruder, user, **place)
        intruder.post(CODE, {"code": wrong_code_of(key)}, **place)

    log_in(client, user)

    assert client.post(CODE, {"code": code_of(key, later=1)}).status_code == 302


def test_a_session_left_open_does_not_serve_to_guess_the_password(client):
    user = UserFactory()
    client.force_login(user)
    typed = {"old_password": "no es", "new_password1": "x" * 20, "new_password2": "x" * 20}

    answers = [
        client.post(reverse("accounts:password_change"), typed).status_code for _n in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_links_for_a_new_password_are_not_sent_without_end(client, mailoutbox):
    user = UserFactory()

    answers = [client.post(RESET, {"email": user.email}).status_code for _n in range(6)]
    page = client.post(RESET, {"email": user.email})

    assert answers == [302] * 5 + [429]
    assert SENTENCE in page.content.decode()
    assert f'value="{user.email}"' in page.content.decode()
    assert Letter.objects.exclude(user=None).count() == 5


def test_from_many_places_neither_and_the_answer_does_not_tell(client):
    user = UserFactory()

    answers = {
        Client().post(RESET, {"email": user.email}, REMOTE_ADDR=f"10.0.0.{n}").status_code
        for n in range(20)
    }

    assert answers == {302}
    assert (Letter.objects.exclude(user=None).count(), Letter.objects.count()) == (10, 20)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "place"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "", "?"),
        (1, "<script>", "?"),
    ],
)
def test_an_address_is_believed_only_as_far_as_our_own_proxies_wrote_it(
    rf, settings, trusted, forwarded, place
):
    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, **ATTACKER)

    assert place_of(request) == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "?"),
    ],
)
def test_who_owns_a_network_of_addresses_is_one_place(rf, said, place):
    assert place_of(rf.get("/", REMOTE_ADDR=said)) == place


def test_what_is_counted_tells_nobody_who_tried():
    user = UserFactory(email="enlace@prueba.example")
    guess(user, 1, **ATTACKER)

    kept = [one.digest for one in Attempts.objects.all()]

    assert len(kept) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)


def test_old_counts_can_go():
    guess(UserFactory(), 1)
    assert not Attempts.objects.expired().exists()

    wait(timedelta(days=2))

    assert Attempts.objects.expired().count() == Attempts.objects.count() == 3


def seconds(client, address: str, data) -> float:
    """Of work, not of the clock on the wall: others use this machine meanwhile."""
    Attempts.objects.all().delete()
    start = time.thread_time()
    client.post(address, data)
    return time.thread_time() - start


@pytest.mark.parametrize(("page", "field"), [("login", "username"), ("reset", "email")])
def test_no_clock_tells_whether_an_address_has_an_account(client, page, field, settings, figure):
    """With the hash of service, that takes the time; each kind of address by turns."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    address, password = reverse(f"accounts:{page}"), {"password": "no es"}
    emails = {True: UserFactory().email, False: "nadie@prueba.example"}
    took = {True: [], False: []}

    for _n in range(times(100, ci=8)):
        for is_known, email in emails.items():
            took[is_known].append(seconds(client, address, {**password, field: email}))

    known, unknown = (statistics.median(took[one]) * 1000 for one in (True, False))
    figure(f"ms con y sin cuenta, {page}", f"{known:.0f} / {unknown:.0f}")
    assert abs(known - unknown) < max(10, 0.3 * known)


def test_the_database_is_asked_the_same_for_an_address_of_somebody_and_of_nobody(client):
    """By kind of statement and table, so that the one takes as long as the other."""
    shapes = []
    for email in (UserFactory().email, "nadie@prueba.example"):
        with asked() as statements:
            client.post(RESET, {"email": email})
        shapes.append([re.sub(r"'[^']*'|\d+|NULL", "…", one)[:60] for one in statements])

    assert shapes[0] == shapes[1]


def test_the_hash_is_worked_out_for_an_address_of_nobody_too(client, monkeypatch):
    worked = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: worked.append(1) or encode(*given)
    )
    user = UserFactory()
    counts = []
    for one in (user, UserFactory.build(email="nadie@prueba.example")):
        worked.clear()
        log_in(client, one, "no es")
        counts.append(len(worked))

    assert counts[0] == counts[1] > 0


def test_an_open_limit_says_when_it_ends():
    limit = throttling.Limit("prueba", 1, timedelta(minutes=15))
    throttling.count(limit.of("x"))

    with pytest.raises(TooMany) as refused:
        throttling.count(limit.of("x"))

    later = timezone.localtime(timezone.now() + timedelta(minutes=16))
    assert f"{later:%H:%M}" in str(refused.value)
