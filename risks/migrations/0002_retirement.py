from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0001_initial"),
        ("plan", "0002_retirement"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalrisk",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="risk",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
    ]
