from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0003_annual_pdf_size"),
        ("plan", "0001_initial"),
        ("risks", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressentry",
            name="approaches",
            field=models.ManyToManyField(
                blank=True,
                related_name="entries",
                to="plan.guidingapproach",
                verbose_name="Enfoques rectores aplicados",
            ),
        ),
        migrations.AddField(
            model_name="progressentry",
            name="approaches_how",
            field=models.TextField(blank=True, verbose_name="Cómo se aplicaron"),
        ),
        migrations.AddField(
            model_name="progressentry",
            name="no_records",
            field=models.BooleanField(
                default=False,
                help_text="Dígalo si no hay acciones que añadir: es un cero dicho, no un vacío.",
                verbose_name="Ninguna acción terminó en este semestre",
            ),
        ),
        migrations.AddField(
            model_name="progressentry",
            name="risks_met",
            field=models.ManyToManyField(
                blank=True,
                related_name="entries",
                to="risks.risk",
                verbose_name="Riesgos que se presentaron",
            ),
        ),
        migrations.AddField(
            model_name="progressentry",
            name="risks_response",
            field=models.TextField(blank=True, verbose_name="Qué pasó y qué se hizo"),
        ),
        migrations.AddConstraint(
            model_name="progressentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("no_activity", False), ("no_records", False), _connector="OR"),
                name="monitoring_one_way_to_say_zero",
            ),
        ),
    ]
