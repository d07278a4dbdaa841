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
        ("monitoring", "0023_annual_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("archive", "PDF para archivo, con los datos dentro"),
                            ("document", "Documento de Word"),
                            ("workbook", "Libro de datos (xlsx)"),
                            ("tables", "Tablas (csv)"),
                            ("data", "Datos (JSON)"),
                        ],
                        max_length=10,
                        verbose_name="clase",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("es", "español"), ("en", "inglés")],
                        max_length=2,
                        verbose_name="idioma",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=10, verbose_name="país")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=monitoring.models.publication.stored_file,
                        verbose_name="archivo",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="tamaño")),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "archivo del informe anual",
                "verbose_name_plural": "archivos del informe anual",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "reason",
                    models.TextField(
                        blank=True, verbose_name="Por qué se publica sin el visto bueno"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "en espera"),
                            ("running", "en marcha"),
                            ("done", "terminada"),
                            ("failed", "no se pudo"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("doing", models.CharField(blank=True, max_length=120, verbose_name="qué se hace")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="pedida el"
                    ),
                ),
                ("alive_at", models.DateTimeField(null=True, verbose_name="última señal")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="terminada el")),
                ("fault", models.TextField(blank=True, verbose_name="por qué no se pudo")),
            ],
            options={
                "verbose_name": "publicación",
                "verbose_name_plural": "publicaciones",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="annualreport",
            name="record_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="annualfile",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="stakeholder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualfile",
            constraint=models.UniqueConstraint(
                fields=("report", "kind", "language", "country"),
                name="monitoring_one_annual_file_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["pdf", "archive", "document", "workbook", "tables", "data"])
                ),
                name="monitoring_annual_file_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["es", "en"])),
                name="monitoring_annual_file_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)
                ),
                name="monitoring_annual_file_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                name="monitoring_publication_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("report",),
                name="monitoring_one_open_publication",
                violation_error_message="Esta edición ya se está publicando.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state__in", ("waiting", "running"))),
                    models.Q(("finished_at__isnull", False), ("state__in", ("done", "failed"))),
                    _connector="OR",
                ),
                name="monitoring_publication_finished",
            ),
        ),
    ]
