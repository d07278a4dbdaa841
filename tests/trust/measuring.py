"""What reading a file costs, told from within the limited process; it knows no model."""

import io
import resource

from corett.lib import filetypes
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Unreadable
from monitoring.workbook import pages

TAKEN = "se toma"
READERS = (files.tables_in, pages.pages_of)


def measured(function, *args) -> tuple[str, float, float]:
    """In the limited process: how it ended, seconds of its processor, megabytes that it grew."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        function(*args)
        said = TAKEN
    except Unreadable as told:
        said = str(told)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return said, seconds, (after.ru_maxrss - before.ru_maxrss) / 1024


def look(name: str, content: bytes) -> tuple[bool, bool]:
    file = io.BytesIO(content)
    return filetypes.is_what_it_claims(name, file), filetypes.carries_macros(file)
