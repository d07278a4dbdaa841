"""Tables of a page as a file: xlsx, or a zip of csv, that says what it is, of when, and of whom."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Sheet, sheet_of

ENDINGS = {"xlsx": "xlsx", "csv": "zip"}
"""What a person asks for, and the kind of file that answers it: a csv holds one table only."""

About = Sequence[tuple[str, str]]
"""What stands on the first sheet, line by line: a name and what it is."""


def table_download(
    sheets: Sequence[Sheet], *, about: About, name: str, ending: str
) -> HttpResponse:
    """The tables, after a first one that says what they are; formulas in them are only text.

    `name` is that of the file without its ending. Raises Http404 for an ending that is not offered.
    """
    if ending not in ENDINGS:
        raise Http404
    kind = ENDINGS[ending]
    first = sheet_of(_("Acerca de"), [_("Dato"), _("Valor")], [list(line) for line in about])
    return HttpResponse(
        files.write([first, *sheets], kind),
        content_type=files.KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "private, no-store",
        },
    )
