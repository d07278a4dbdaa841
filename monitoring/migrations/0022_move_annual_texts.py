from django.db import migrations

NAMES = ("introduction", "challenges", "priorities")


def into_sections(apps, schema_editor):
    texts = apps.get_model("monitoring", "AnnualText").objects
    for report in apps.get_model("monitoring", "AnnualReport").objects.order_by("pk"):
        for name in NAMES:
            if getattr(report, name):
                texts.create(report=report, section=name, text=getattr(report, name), version=2)


def into_fields(apps, schema_editor):
    texts = apps.get_model("monitoring", "AnnualText").objects
    for report in apps.get_model("monitoring", "AnnualReport").objects.order_by("pk"):
        for one in texts.filter(report=report, section__in=NAMES):
            setattr(report, one.section, one.text)
        report.save()


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0021_annual_sections")]

    operations = [migrations.RunPython(into_sections, into_fields)]
