from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0004_edition_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="glossaryterm",
            name="variants",
            field=models.TextField(
                blank=True,
                help_text="Una por línea; donde el plan las escribe se abre esta definición.",
                verbose_name="otras formas de nombrarlo",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="variants",
            field=models.TextField(
                blank=True,
                help_text="Una por línea; donde el plan las escribe se abre esta definición.",
                verbose_name="otras formas de nombrarlo",
            ),
        ),
    ]
