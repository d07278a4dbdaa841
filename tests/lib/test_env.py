import pytest
from django.core.exceptions import ImproperlyConfigured

from corett.lib import env


@pytest.mark.parametrize("value", ["corett.example", "", "ftp://corett.example", "https://"])
def test_an_address_without_scheme_or_host_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)

    with pytest.raises(ImproperlyConfigured, match="http:// o https://"):
        env.address("SITE_URL", default="http://localhost")


@pytest.mark.parametrize("value", ["-5", "0", "diez", "", "1.5"])
def test_a_number_that_makes_no_sense_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("EVIDENCE_MAX_MB", value)

    with pytest.raises(ImproperlyConfigured, match="entero desde 1"):
        env.integer("EVIDENCE_MAX_MB", default=10, least=1)


@pytest.mark.parametrize("value", ["yes", "1", ""])
def test_only_true_and_false_are_yes_and_no(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)

    with pytest.raises(ImproperlyConfigured, match="true"):
        env.boolean("DEBUG", default=False)


@pytest.mark.parametrize(("value", "is_on"), [("on", True), ("off", False), (None, True)])
def test_a_switch_is_on_or_off(monkeypatch, value, is_on):
    if value:
        monkeypatch.setenv("SECOND_FACTOR", value)

    assert env.switch("SECOND_FACTOR", default=True) is is_on


@pytest.mark.parametrize("value", ["false", "OFF", "0", ""])
def test_a_switch_that_is_neither_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("SECOND_FACTOR", value)

    with pytest.raises(ImproperlyConfigured, match="«on» u «off»"):
        env.switch("SECOND_FACTOR", default=True)


@pytest.mark.parametrize("value", ["foo", "mysql://a/b", ""])
def test_a_database_of_another_kind_stops_the_start_and_shows_no_password(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)

    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("DATABASE_URL", default="sqlite:///x")

    assert str(refused.value) == "DATABASE_URL: escriba sqlite:///RUTA o postgres://…."


def test_a_postgres_address_with_its_socket_is_understood(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://corett@%2Frun%2Fpg/base")

    found = env.database("DATABASE_URL", default="")

    assert (found["HOST"], found["NAME"]) == ("/run/pg", "base")


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept_in = tmp_path / "data" / "secret-key"

    first = env.secret("SECRET_KEY", kept_in=kept_in)

    assert env.secret("SECRET_KEY", kept_in=kept_in) == first
    assert len(first) > 50
    assert kept_in.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept_in.parent.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("value", "found"), [(None, []), ("", []), (" , ", []), ("una", ["una"]), ("a, b,", ["a", "b"])]
)
def test_a_list_is_what_stands_between_commas(monkeypatch, value, found):
    monkeypatch.delenv("SECRET_KEY_FALLBACKS", raising=False)
    if value is not None:
        monkeypatch.setenv("SECRET_KEY_FALLBACKS", value)

    assert env.listed("SECRET_KEY_FALLBACKS") == found
