"""Files that are on the disk when their writing is said to be done."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from corett.backup.manifest import Part

BLOCK = 1024 * 1024


def written(path: Path, pieces: Iterable[bytes], *, is_table: bool = False) -> Part:
    """Of a table, the first piece is its head and each other one a row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size, count = hashlib.sha256(), 0, 0
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size, count = size + len(piece), count + 1
        file.flush()
        os.fsync(file.fileno())
    return Part(size, digest.hexdigest(), count - 1 if is_table else None)


def copied(source: Path, target: Path) -> Part:
    return written(target, blocks(source))


def blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def measured(path: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    for block in blocks(path):
        digest.update(block)
        size += len(block)
    return Part(size, digest.hexdigest())


def flush_folder(folder: Path) -> None:
    """What was put into it or renamed in it survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
