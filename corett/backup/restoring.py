"""Restoring into an empty place: first all files, then all rows in one transaction."""

from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from corett.audit import triggers
from corett.audit.tables import OURS
from corett.backup import rows
from corett.backup.errors import BackupError
from corett.backup.making import FILES, ROWS, last_migrations
from corett.backup.manifest import Manifest
from corett.backup.verifying import verify
from corett.backup.writing import copied, flush_folder, measured


def restore(folder: Path) -> Manifest:
    """Into this system's database and files, which hold nothing yet. Raises BackupError."""
    said = verify(folder)
    require_same_version(said)
    require_empty()
    for name in said.files:
        restore_file(folder / FILES / name, Path(default_storage.path(name)))
    with transaction.atomic(), triggers.lifted():
        restore_rows(folder / ROWS, said)
        connection.check_constraints()
    return said


def require_same_version(said: Manifest) -> None:
    here = last_migrations()
    if other := {
        app for app in {*said.migrations, *here} if said.migrations.get(app) != here.get(app)
    }:
        raise BackupError(
            _(
                "La copia se hizo con otra versión del sistema (%(apps)s). Instale aquella versión,"
                " restaure con ella y actualice después."
            )
            % {"apps": ", ".join(sorted(other))}
        )


def require_empty() -> None:
    used = [
        model._meta.verbose_name_plural
        for model in apps.get_models()
        if model._meta.app_label in OURS and model._base_manager.exists()
    ]
    if used:
        raise BackupError(
            _("La base de datos no está vacía (%(what)s): restaure en una vacía.")
            % {"what": ", ".join(map(str, used[:3]))}
        )


def restore_file(source: Path, target: Path) -> None:
    """What an interrupted restoration left may be there already, if it is the same."""
    if not target.exists():
        copied(source, target)
        flush_folder(target.parent)
    elif measured(target) != measured(source):
        raise BackupError(
            _("Ya hay otro archivo «%(target)s»: restaure donde no haya ninguno.")
            % {"target": target}
        )


def restore_rows(folder: Path, said: Manifest) -> None:
    models = [model for model in rows.kept_models() if model._meta.label_lower in said.tables]
    for model in models:
        model._base_manager.all()._raw_delete(connection.alias)
    for model in models:
        restore_table(model, folder / f"{model._meta.label_lower}.jsonl")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def restore_table(model, path: Path) -> None:
    with path.open("rb") as text:
        found = rows.instances(model, text)
        while some := list(islice(found, rows.CHUNK)):
            model._base_manager.bulk_create(some)
