"""Making a backup while people work: the rows of one moment, then the files that they name."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.backup import manifest, rows
from corett.backup.errors import BackupError
from corett.backup.manifest import Manifest, Part
from corett.backup.writing import copied, flush_folder, written
from corett.lib.moment import one_moment

ROWS, FILES = "rows", "files"
TRIES = 3


class Vanished(Exception):
    """A file that a row named was taken away before it could be copied."""


def make(folder: Path) -> Manifest:
    """Leaves the whole backup under that name, or nothing. Raises BackupError."""
    if folder.exists():
        raise BackupError(
            _("«%(folder)s» ya existe: dé el nombre de una carpeta nueva.") % {"folder": folder}
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made = fill(partial)
        os.rename(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    flush_folder(folder.parent)
    return made


def fill(folder: Path) -> Manifest:
    """Anew, where somebody took a file away between the rows and the files."""
    for _try in range(TRIES):
        try:
            return fill_once(folder)
        except Vanished:
            shutil.rmtree(folder / ROWS)
            shutil.rmtree(folder / FILES, ignore_errors=True)
    raise BackupError(
        _(
            "Falta el archivo de un medio de verificación o de un informe publicado. Ejecute"
            " «python manage.py doctor», que dice cuál, y repita la copia."
        )
    )


def fill_once(folder: Path) -> Manifest:
    made_at = timezone.now()
    with frozen_rows():
        tables = dict(write_tables(folder / ROWS))
        names = sorted(set(named_files()))
    files = dict(write_files(folder / FILES, names))
    made = Manifest(rows.encoded(made_at), connection.vendor, last_migrations(), tables, files)
    written(folder / manifest.NAME, [made.data()])
    flush_folder(folder)
    return made


@contextmanager
def frozen_rows() -> Iterator[None]:
    """What is read inside stands as it did at one moment.

    SQLite is copied, so that nobody waits while the rows are read.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with one_moment():
            yield
        return
    with tempfile.TemporaryDirectory() as place, copied_database(Path(place) / "copy.sqlite3"):
        yield


@contextmanager
def copied_database(path: Path) -> Iterator[None]:
    """A copy takes the place of the database, for this thread alone."""
    real = connections[DEFAULT_DB_ALIAS]
    real.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        real.connection.backup(copy)
    copied = connections.create_connection(DEFAULT_DB_ALIAS)
    copied.settings_dict = {**real.settings_dict, "NAME": str(path)}
    connections[DEFAULT_DB_ALIAS] = copied
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = real
        copied.close()


def write_tables(folder: Path) -> Iterator[tuple[str, Part]]:
    folder.mkdir()
    for model in rows.kept_models():
        label = model._meta.label_lower
        yield label, written(folder / f"{label}.jsonl", rows.lines(model), is_table=True)
    flush_folder(folder)


def named_files() -> Iterator[str]:
    for model in rows.kept_models():
        for field in rows.columns(model):
            if isinstance(field, FileField):
                named = model._base_manager.exclude(**{field.name: ""})
                yield from named.values_list(field.name, flat=True)


def write_files(folder: Path, names: list[str]) -> Iterator[tuple[str, Part]]:
    for name in names:
        try:
            yield name, copied(Path(default_storage.path(name)), folder / name)
        except FileNotFoundError as error:
            raise Vanished(name) from error


def last_migrations() -> dict[str, str]:
    """Of each app, by its label."""
    return dict(MigrationLoader(None).graph.leaf_nodes())
