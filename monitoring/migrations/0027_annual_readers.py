import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import monitoring.models.annual_reader
import monitoring.models.publication


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0003_mail_language"),
        ("plan", "0007_help_texts"),
        ("monitoring", "0026_annual_frozen"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(verbose_name="Su respuesta")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="fecha"
                    ),
                ),
                (
                    "read_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="leída el"),
                ),
            ],
            options={
                "verbose_name": "respuesta al informe anual",
                "verbose_name_plural": "respuestas al informe anual",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PastReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Año")),
                ("title", models.CharField(max_length=250, verbose_name="Título")),
                (
                    "language",
                    models.CharField(
                        choices=[("es", "español"), ("en", "inglés")],
                        default="es",
                        max_length=2,
                        verbose_name="Idioma",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Qué es y de dónde viene, si hace falta decirlo.",
                        verbose_name="Nota",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "cualquier persona"),
                            ("stakeholders", "las partes interesadas, con su cuenta"),
                        ],
                        default="everyone",
                        max_length=15,
                        verbose_name="¿Quién puede descargarlo?",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=monitoring.models.annual_reader.stored_past_report,
                        verbose_name="Archivo",
                    ),
                ),
                (
                    "original_name",
                    models.CharField(
                        editable=False, max_length=250, verbose_name="nombre del archivo"
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="tamaño")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="añadido el"
                    ),
                ),
            ],
            options={
                "verbose_name": "informe anterior",
                "verbose_name_plural": "informes anteriores",
                "ordering": ["-year", "title"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="monitoring_notice_occasion",
        ),
        migrations.AlterField(
            model_name="notice",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("opened", "se abrió el semestre"),
                    ("half_way", "mitad del plazo, sin empezar"),
                    ("week_before", "faltan siete días"),
                    ("due", "vence hoy"),
                    ("week_after", "venció hace siete días"),
                    ("returned", "informe devuelto"),
                    ("digest", "resumen semanal"),
                    ("published", "informe anual publicado"),
                ],
                max_length=12,
                verbose_name="ocasión",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "occasion__in",
                        [
                            "opened",
                            "half_way",
                            "week_before",
                            "due",
                            "week_after",
                            "returned",
                            "digest",
                            "published",
                        ],
                    )
                ),
                name="monitoring_notice_occasion",
            ),
        ),
        migrations.AddField(
            model_name="annualreply",
            name="by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="annualreply",
            name="read_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="leída por",
            ),
        ),
        migrations.AddField(
            model_name="annualreply",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="annualreply",
            name="stakeholder",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddField(
            model_name="pastreport",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="añadido por",
            ),
        ),
        migrations.AddField(
            model_name="pastreport",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="past_reports",
                to="plan.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="monitoring_annual_reply_text",
                violation_error_message="Escriba su respuesta.",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                    models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_annual_reply_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="pastreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["everyone", "stakeholders"])),
                name="monitoring_past_report_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="pastreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["es", "en"])),
                name="monitoring_past_report_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="pastreport",
            constraint=models.UniqueConstraint(
                fields=("plan", "year", "sha256"),
                name="monitoring_one_past_report_each",
                violation_error_message="Este archivo ya está en ese año.",
            ),
        ),
    ]
