"""Environment variables, read strictly: a value that cannot be understood stops the start."""

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
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.touch(mode=0o600)
        kept_in.write_text(secrets.token_urlsafe(64))
    return kept_in.read_text()
