from django.db import migrations


def into_files(apps, schema_editor):
    files = apps.get_model("monitoring", "AnnualFile").objects
    reports = apps.get_model("monitoring", "AnnualReport").objects
    for report in reports.filter(state="published").order_by("pk"):
        files.create(
            report=report,
            kind="pdf",
            language="es",
            file=report.pdf.name,
            size=report.pdf_size or 0,
            sha256=report.pdf_sha256,
        )


def into_fields(apps, schema_editor):
    files = apps.get_model("monitoring", "AnnualFile").objects
    for file in files.filter(kind="pdf", language="es", country="").select_related("report"):
        report = file.report
        report.pdf, report.pdf_size = file.file.name, file.size
        report.pdf_sha256 = file.sha256
        report.save()


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0024_publication")]

    operations = [migrations.RunPython(into_files, into_fields)]
