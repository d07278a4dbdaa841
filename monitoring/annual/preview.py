"""One chapter as it would be printed now, while it is written."""

from django.utils.translation import gettext as _

from monitoring.annual.chapters import CLOSING
from monitoring.annual.content import summarise
from monitoring.annual.errors import AnnualError
from monitoring.annual.printing import chapter_pdf
from monitoring.annual.sections import PRINTED_IN
from monitoring.models import AnnualReport


def preview(report: AnnualReport, section: str, *, language: str) -> bytes:
    """The PDF of the chapter in which the section is printed; no more is read than it prints.

    Raises AnnualError.
    """
    kind, _dash, code = section.partition("-")
    key = "presentation" if section == "introduction" else PRINTED_IN.get(section, section)
    content = summarise(
        report.plan,
        report.year,
        report=report,
        allow_empty=True,
        whole=key in CLOSING,
        activity=code if kind == "activity" else "",
    )
    try:
        return chapter_pdf(content, key, language=language)
    except AnnualError as missing:
        raise AnnualError(
            _("Esta parte todavía no se imprime: no hay nada que decir en ella.")
        ) from missing
