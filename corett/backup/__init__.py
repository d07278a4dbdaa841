"""A backup is a folder: every row, a file for each table; every file; a manifest with their hashes.

It says the same of the same content whatever database holds it, so that SQLite's can be restored
into PostgreSQL and the other way round.
"""

from corett.backup.errors import BackupError
from corett.backup.making import make
from corett.backup.manifest import Manifest
from corett.backup.restoring import restore
from corett.backup.verifying import verify

__all__ = ["BackupError", "Manifest", "make", "restore", "verify"]
