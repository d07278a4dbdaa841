"""Environment variables, read strictly: a value that cannot be understood stops the start."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def boolean(name: str, *, default: bool) -> bool:
    """`true` or `false`; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "true" if default else "false")
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name}={value}: escriba «true» o «false».")
    return value == "true"


def switch(name: str, *, default: bool) -> bool:
    """`on` or `off`; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "on" if default else "off")
    if value not in ("on", "off"):
        raise ImproperlyConfigured(f"{name}={value}: escriba «on» u «off».")
    return value == "on"


def integer(name: str, *, default: int, least: int) -> int:
    """A whole number from `least` on; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value}: escriba un número entero desde {least}.")
    return int(value)


def address(name: str, *, default: str) -> str:
    """An http or https address with its host; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{name}={value}: escriba la dirección, con http:// o https://.")
    return value


def database(name: str, *, default: str) -> dict:
    """Django's settings for `sqlite:///RUTA` or `postgres://…`; ImproperlyConfigured else."""
    value = os.environ.get(name, default)
    if urlsplit(value).scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name}: escriba sqlite:///RUTA o postgres://….")
    return dict(dj_database_url.parse(value))


def secret(name: str, *, kept_in: Path) -> str:
    """The variable, or a random key that is made once and kept in a file only its owner reads."""
    if value := os.environ.get(name):
        return value
    if not kept_in.exists():
        keep_new_secret(kept_in)
    return kept_in.read_text()


def listed(name: str) -> list[str]:
    """What stands between commas, nothing empty; an empty list without the variable."""
    return [one for part in os.environ.get(name, "").split(",") if (one := part.strip())]


def keep_new_secret(path: Path) -> None:
    """Two processes that start at once keep the same one: the first that is there, and whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(64))
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
