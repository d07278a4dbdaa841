"""The folder in which a run of a publication leaves its files."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from corett.lib.durable import sync
from monitoring.models import Publication


class Folder:
    """Named by the token of its run; what it keeps is on the disk before anybody hears of it."""

    def __init__(self, publication: Publication):
        self.name = f"annual/{publication.report.plan.code}/{publication.token.hex}"
        self.path = Path(default_storage.path(self.name))

    def make(self) -> None:
        self.path.mkdir(parents=True)

    def keep(self, name: str, data: bytes) -> str:
        """Write a file to the end; return what the storage calls it."""
        with open(self.path / name, "xb") as file:
            os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return f"{self.name}/{name}"

    def seal(self) -> None:
        """That the folders name it is on the disk, too."""
        for path in (self.path, self.path.parent, self.path.parent.parent):
            sync(path)

    def remove(self) -> None:
        if self.path.exists():
            shutil.rmtree(self.path)
