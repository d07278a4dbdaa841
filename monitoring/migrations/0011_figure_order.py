from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0010_workbook_uploads"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="figure",
            options={
                "ordering": ["pk"],
                "verbose_name": "número",
                "verbose_name_plural": "números",
            },
        ),
    ]
