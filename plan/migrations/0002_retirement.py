from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="guidingapproach",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="historicalactivity",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="historicalguidingapproach",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="retired_on",
            field=models.DateField(
                blank=True,
                help_text="Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando.",
                null=True,
                verbose_name="retirada el",
            ),
        ),
    ]
