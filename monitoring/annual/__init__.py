"""The annual report: composed from validated data, frozen as JSON, printed from that JSON.

Nothing outside writes its texts or publishes it.
"""

from monitoring.annual.content import summarise, summarise_report
from monitoring.annual.errors import AnnualError
from monitoring.annual.printing import chapter_pdf, render
from monitoring.annual.publishing import (
    blockers,
    file_name,
    needs_reason,
    request_publication,
    stored,
)
from monitoring.annual.recognising import Found, recognise
from monitoring.annual.review import (
    close_review,
    comment,
    endorse,
    leave_open,
    open_review,
    settle,
)
from monitoring.annual.runs import carry_out, publish, recover, renew, resume
from monitoring.annual.sections import sections_of
from monitoring.annual.verifying import fault_of, verify
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
    "Found",
    "blockers",
    "carry_out",
    "chapter_pdf",
    "close_review",
    "comment",
    "drop_highlight",
    "editions_of",
    "endorse",
    "fault_of",
    "file_name",
    "highlight",
    "leave_open",
    "needs_reason",
    "next_edition",
    "open_review",
    "publish",
    "recognise",
    "recover",
    "render",
    "renew",
    "request_publication",
    "resume",
    "save_choices",
    "save_text",
    "sections_of",
    "settle",
    "start_annual",
    "stored",
    "summarise",
    "summarise_report",
    "text_of",
    "verify",
]
