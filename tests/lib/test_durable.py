import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from corett.lib import durable


def test_a_file_and_the_folders_that_name_it_are_on_the_disk_when_it_is_saved(monkeypatch):
    synced = []
    fsync = os.fsync

    def noted(descriptor):
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)

    name = default_storage.save("evidence/año/acta.pdf", ContentFile(b"acta"))

    root = Path(default_storage.location)
    assert isinstance(default_storage._wrapped, durable.DurableStorage)
    assert synced == [root / name, root / "evidence/año", root / "evidence", root]
    assert (root / name).read_bytes() == b"acta"
