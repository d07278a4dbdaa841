"""The SHA-256 of stored files, each read again only once it changed."""

import hashlib
from functools import lru_cache
from pathlib import Path


def digest_of(path: str) -> str:
    """Raises OSError."""
    state = Path(path).stat()
    return read_digest(path, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(maxsize=1024)
def read_digest(path: str, *_state: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
