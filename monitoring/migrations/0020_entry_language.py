from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0019_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressentry",
            name="language",
            field=models.CharField(
                choices=[("es", "español"), ("en", "inglés")],
                default="es",
                editable=False,
                max_length=2,
                verbose_name="idioma de lo escrito",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["es", "en"])), name="monitoring_entry_language"
            ),
        ),
    ]
