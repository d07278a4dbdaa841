"""Whether a backup is as it was made, byte by byte."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from corett.backup import manifest
from corett.backup.errors import BackupError
from corett.backup.making import FILES, ROWS
from corett.backup.manifest import Manifest, Part
from corett.backup.writing import measured


def verify(folder: Path) -> Manifest:
    """Its manifest. Raises BackupError, which names what is missing, strange or altered."""
    said = manifest.read(folder)
    parts = {folder / place: part for place, part in places(said)}
    for path, part in parts.items():
        compare(path.relative_to(folder), path, part)
    found = {path for path in folder.rglob("*") if path.is_file()}
    strangers = found - set(parts) - {folder / manifest.NAME}
    if strangers:
        raise BackupError(
            _("«%(path)s» no es de esta copia.") % {"path": min(strangers).relative_to(folder)}
        )
    return said


def places(said: Manifest) -> Iterator[tuple[str, Part]]:
    for label, part in said.tables.items():
        yield f"{ROWS}/{label}.jsonl", replace(part, rows=None)
    for name, part in said.files.items():
        yield f"{FILES}/{name}", part


def compare(name: Path, path: Path, part: Part) -> None:
    try:
        found = measured(path)
    except OSError as error:
        raise BackupError(_("A la copia le falta «%(name)s».") % {"name": name}) from error
    if found != part:
        raise BackupError(
            _("«%(name)s» se alteró: su suma no es la que dice la copia. No se restaura nada.")
            % {"name": name}
        )
