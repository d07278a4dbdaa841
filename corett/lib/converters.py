"""Parts of an address, so that what cannot be a code is not found rather than looked up."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """The permanent code of a row of the plan: `3.2`, `R11`."""

    regex = r"[0-9A-Za-z][0-9A-Za-z.-]{0,9}"


register_converter(CodeConverter, "code")
