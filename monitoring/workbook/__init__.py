"""A report as a spreadsheet that is filled without a connection and brought back."""
