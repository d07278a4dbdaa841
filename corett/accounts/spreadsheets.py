"""Tables of the admin as xlsx, ods, csv or json, in which no text is ever calculated."""

from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import sheet_of


class TableFormat(Format):
    ending: str

    def get_title(self):
        return self.ending

    def get_extension(self):
        return self.ending

    def get_content_type(self):
        return files.KINDS[self.ending]

    def can_export(self):
        return True

    def export_data(self, dataset, **kwargs):
        title = dataset.title or _("Tabla")
        return files.write([sheet_of(title, dataset.headers, dataset)], self.ending)


class SafeXLSX(TableFormat):
    ending = "xlsx"


class SafeODS(TableFormat):
    ending = "ods"


class SafeCSV(TableFormat):
    ending = "csv"


class SafeJSON(TableFormat):
    ending = "json"


class SpreadsheetExport(ExportMixin):
    """A table that can be taken away as a file."""

    formats = [SafeXLSX, SafeODS, SafeCSV, SafeJSON]
    export_form_class = ExportForm
