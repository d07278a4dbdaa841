"""What a backup says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from corett.backup.errors import BackupError
from corett.lib.canonical import canonical, sha256

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Part:
    """A file of the backup; `rows` only of a table."""

    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """`tables` by the label of their model, `files` by their place in the storage, `migrations` the
    last of each app. `content_sha256` is the same for the same content.
    """

    made_at: str
    database: str
    migrations: dict[str, str]
    tables: dict[str, Part]
    files: dict[str, Part]

    @property
    def content_sha256(self) -> str:
        parts = {
            "migrations": self.migrations,
            "tables": {label: asdict(part) for label, part in self.tables.items()},
            "files": {name: asdict(part) for name, part in self.files.items()},
        }
        return sha256(canonical(parts))

    def data(self) -> bytes:
        said = {**asdict(self), "format": FORMAT, "content_sha256": self.content_sha256}
        return canonical({**said, "sha256": sha256(canonical(said))})


def read(folder: Path) -> Manifest:
    """Raises BackupError where it is missing or was altered."""
    try:
        said = json.loads((folder / NAME).read_bytes())
        own = said.pop("sha256")
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise BackupError(
            _("«%(folder)s» no es una copia: falta «%(name)s» o no se puede leer.")
            % {"folder": folder, "name": NAME}
        ) from error
    if own != sha256(canonical(said)):
        raise BackupError(_("«%(name)s» se alteró: su suma no coincide.") % {"name": NAME})
    if said.pop("format") != FORMAT:
        raise BackupError(_("Esta copia es de otra versión del sistema, que la sabe restaurar."))
    del said["content_sha256"]
    parts = {name: {key: Part(**part) for key, part in said[name].items()} for name in PARTS}
    return Manifest(**{**said, **parts})


PARTS = ("tables", "files")
