"""Tables of the admin as xlsx, ods or csv, in which no text is ever calculated."""

from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, ODS, XLSX
from import_export.forms import ExportForm

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_plain_text(cell):
    """A text that a spreadsheet would calculate gets the apostrophe that one would type by hand."""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


class NoFormulae:
    """The library's own escape removes one sign only and turns numbers into text."""

    def _escape_formulae(self, dataset):
        for _row in range(dataset.height):
            dataset.append([as_plain_text(cell) for cell in dataset.lpop()])


class SafeXLSX(NoFormulae, XLSX):
    pass


class SafeODS(NoFormulae, ODS):
    def is_binary(self):
        """The library takes it for text and would encode its bytes."""
        return True


class SafeCSV(NoFormulae, CSV):
    pass


class SpreadsheetExport(ExportMixin):
    """A table that can be taken away as xlsx, ods or csv."""

    formats = [SafeXLSX, SafeODS, SafeCSV]
    export_form_class = ExportForm
    to_encoding = "utf-8-sig"
