"""The bytes of plain data, always the same for the same data, and their hash."""

import hashlib
import json


def canonical(content: dict | list) -> bytes:
    """Keys in order, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
