"""What is wrong with something that was published, in words that name it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """Which row or file, and what it should be."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}"


def says(field: str, found, should) -> str:
    return _("%(field)s dice «%(found)s» y debería decir «%(should)s».") % {
        "field": field,
        "found": found,
        "should": should,
    }
