"""Files that are on the disk before the row that names them says so."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """What it has saved outlives a power cut: the file, and the folders in which it is named."""

    def _save(self, name, content):
        stored = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
        path = Path(self.path(stored))
        sync(path)
        for folder in folders_between(path, Path(self.location)):
            sync(folder)
        return stored


def folders_between(path: Path, root: Path) -> list[Path]:
    """Those of the file, up to the root."""
    return [one for one in path.parents if one == root or root in one.parents]


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
