"""Environment variables, read strictly: a value that cannot be understood stops the start."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def boolean(name: str, *, default: bool) -> bool:
    """`true` or `false`; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "true" if default else "false")
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name}={value}: escriba «true» o «false».")
    return value == "true"


def integer(name: str, *, default: int) -> int:
    """A whole number; ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value}: escriba un número entero.") from error


def secret(name: str, *, kept_in: Path) -> str:
    """The variable, or a random key that is made once and kept in a file only its owner reads."""
    if value := os.environ.get(name):
        return value
    if not kept_in.exists():
        keep_new_secret(kept_in)
    return kept_in.read_text()


def keep_new_secret(path: Path) -> None:
    """Two processes that start at once keep the same one: the first that is there, and whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(64))
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
