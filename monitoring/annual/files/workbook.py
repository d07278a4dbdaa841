"""The data workbook (.xlsx) of an edition, for who makes tables and charts of it."""

from django.utils import translation
from django.utils.translation import gettext as _

from corett.lib.tablefiles import xlsx
from corett.lib.tablefiles.sheets import sheet_of
from monitoring.annual.files.contents import about, tables_of, title
from monitoring.annual.files.packing import undated


def workbook(content: dict, language: str = "es") -> bytes:
    """The first sheet says what it is; no cell of any of them is a formula."""
    with translation.override(language):
        lines = [list(line) for line in about(content)]
        first = sheet_of(_("Acerca de"), [_("Dato"), _("Valor")], lines)
        sheets = [first, *(table.sheet for table in tables_of(content))]
        return undated(xlsx.write(sheets), title=title(content), language=language)
