"""The files of the storage beside the rows that name them: what has lost the other."""

import datetime
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from corett.lib.durable import sync

LOST_AND_FOUND = "lost+found"
IS_SETTLED_AFTER = datetime.timedelta(days=1)
"""A younger file may be of a row that is being written just now."""


@dataclass(frozen=True)
class Named:
    """A row and the file that it names; `sha256` is empty where the row does not say it."""

    row: models.Model
    file: str
    sha256: str


def root() -> Path:
    return Path(default_storage.path(""))


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field


def named_files() -> Iterator[Named]:
    for model, field in file_fields():
        for row in model._default_manager.exclude(**{field.name: ""}).iterator():
            yield Named(row, getattr(row, field.name).name, getattr(row, "sha256", ""))


def stored_files() -> set[str]:
    folder = root()
    found = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder) for path in found)
    return {str(name) for name in names if name.parts[0] != LOST_AND_FOUND}


def orphans(*, older_than: datetime.timedelta = IS_SETTLED_AFTER) -> list[str]:
    """Files that no row names. They are listed before the rows, so that none is new to these."""
    stored = stored_files()
    loose = sorted(stored - {one.file for one in named_files()})
    return [name for name in loose if age_of(name) > older_than]


def age_of(name: str) -> datetime.timedelta:
    changed = datetime.datetime.fromtimestamp((root() / name).stat().st_mtime, datetime.UTC)
    return timezone.now() - changed


def set_aside(name: str) -> Path:
    """Move an orphan to where a person can look at it; nothing is deleted."""
    day = timezone.localdate().isoformat()
    place = root() / LOST_AND_FOUND / day / name
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(root() / name, place)
    sync(place.parent)
    return place


def missing() -> list[Named]:
    """Rows whose file is not there."""
    return [one for one in named_files() if not default_storage.exists(one.file)]


def altered() -> list[Named]:
    """Rows whose file does not have the hash any more that was taken when it came."""
    return [one for one in named_files() if one.sha256 and is_altered(one)]


def is_altered(named: Named) -> bool:
    path = root() / named.file
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != named.sha256
