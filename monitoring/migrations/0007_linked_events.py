from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0006_evidence_hash"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="event",
            field=models.UUIDField(
                editable=False,
                help_text="La revisión vincula como un solo evento las filas que lo llevan igual.",
                null=True,
                verbose_name="evento regional",
            ),
        ),
    ]
