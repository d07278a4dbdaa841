"""The annual report: composed from validated data, frozen as JSON, printed from that JSON.

Nothing outside writes its texts or publishes it.
"""

from monitoring.annual.content import summarise, summarise_report
from monitoring.annual.errors import AnnualError
from monitoring.annual.printing import chapter_pdf, render
from monitoring.annual.publishing import blockers, file_name, publish, stored
from monitoring.annual.sections import sections_of
from monitoring.annual.writing import (
    drop_highlight,
    editions_of,
    highlight,
    next_edition,
    save_choices,
    save_text,
    start_annual,
    text_of,
)

__all__ = [
    "AnnualError",
    "blockers",
    "chapter_pdf",
    "drop_highlight",
    "editions_of",
    "file_name",
    "highlight",
    "next_edition",
    "publish",
    "render",
    "save_choices",
    "save_text",
    "sections_of",
    "start_annual",
    "stored",
    "summarise",
    "summarise_report",
    "text_of",
]
