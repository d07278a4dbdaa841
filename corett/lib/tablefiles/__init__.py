"""Spreadsheet files as titled tables of plain values: xlsx, ods, csv (one, or a zip) and json."""
