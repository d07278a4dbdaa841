"""The files of published editions: exactly what was published, or a word on why not."""

from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual.verifying import fault_of
from monitoring.models import AnnualFile, AnnualReport, FileKind
from monitoring.views.annual.public import show_detail
from monitoring.views.annual.reading import visible_report

KINDS = {
    FileKind.PDF: "application/pdf",
    FileKind.ARCHIVE: "application/pdf",
    FileKind.DOCUMENT: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    FileKind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.TABLES: "application/zip",
    FileKind.DATA: "application/json",
}


def published_report(request, plan, year, edition) -> AnnualReport:
    report = visible_report(request, plan, year, edition)
    if not report.is_published:
        raise Http404
    return report


@login_not_required
@require_safe
def annual_file(request, plan, year, edition, file_name):
    """Any of its files, by the name that it has on a person's computer."""
    report = published_report(request, plan, year, edition)
    found = next((file for file in report.files.all() if file.name == file_name), None)
    if found is None:
        raise Http404
    return serve(request, report, found)


@login_not_required
@require_safe
def annual_download(request, plan, year, edition):
    """The report in Spanish; of a draft, what it would say now."""
    report = visible_report(request, plan, year, edition)
    if not report.is_published:
        return provisional_pdf(report)
    found = report.files.filter(kind=FileKind.PDF, language="es", country="").first()
    if found is None:
        return not_served(request, report, _("Esta edición no tiene este archivo."))
    return serve(request, report, found)


@login_not_required
@require_safe
def annual_data(request, plan, year, edition):
    """The very bytes whose hash the colophon prints; older editions kept them in the database."""
    report = published_report(request, plan, year, edition)
    found = report.files.filter(kind=FileKind.DATA).first()
    if found is not None:
        return serve(request, report, found)
    name = f"{annual.file_name(report)}.json"
    return HttpResponse(
        canonical(report.content),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def serve(request, report: AnnualReport, file: AnnualFile):
    """What is not the published file any more is not served."""
    if fault := fault_of(file):
        said = _("No se puede descargar «%(name)s»: %(fault)s Avise a la Secretaría Técnica.")
        return not_served(request, report, said % {"name": file.name, "fault": fault})
    kind = KINDS[FileKind(file.kind)]
    return FileResponse(file.file.open(), as_attachment=True, filename=file.name, content_type=kind)


def not_served(request, report: AnnualReport, sentence: str):
    return show_detail(request, report, missing_file=sentence, status=404)


def provisional_pdf(report: AnnualReport) -> FileResponse:
    pdf = annual.render(annual.summarise_report(report, allow_empty=True))
    name = f"provisional-{annual.file_name(report)}.pdf"
    response = FileResponse(BytesIO(pdf), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
