import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0020_entry_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualHighlight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chosen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="destacado el",
                    ),
                ),
            ],
            options={
                "verbose_name": "destacado",
                "verbose_name_plural": "destacados",
                "ordering": ["chosen_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnualText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(editable=False, max_length=40, verbose_name="parte")),
                ("text", models.TextField(blank=True, verbose_name="Texto")),
                (
                    "language",
                    models.CharField(
                        choices=[("es", "español"), ("en", "inglés")],
                        default="es",
                        max_length=2,
                        verbose_name="Idioma en que está escrito",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "saved_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="guardado el"),
                ),
            ],
            options={
                "verbose_name": "texto del informe anual",
                "verbose_name_plural": "textos del informe anual",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="annualhighlight",
            name="chosen_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="destacado por",
            ),
        ),
        migrations.AddField(
            model_name="annualhighlight",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitoring.progressentry",
                verbose_name="avance",
            ),
        ),
        migrations.AddField(
            model_name="annualhighlight",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="highlights",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="annualtext",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="texts",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="annualtext",
            name="saved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="guardado por",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualhighlight",
            constraint=models.UniqueConstraint(
                fields=("report", "entry"),
                name="monitoring_one_highlight_each",
                violation_error_message="Ya está entre lo más destacado.",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualtext",
            constraint=models.UniqueConstraint(
                fields=("report", "section"), name="monitoring_one_annual_text_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="annualtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["es", "en"])),
                name="monitoring_annual_text_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                    models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_annual_text_saved",
            ),
        ),
    ]
