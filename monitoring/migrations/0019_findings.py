import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_mail_language"),
        ("plan", "0007_help_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0018_priorities"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="número")),
                (
                    "source",
                    models.CharField(
                        choices=[("evaluation", "evaluación"), ("audit", "auditoría")],
                        max_length=12,
                        verbose_name="Origen",
                    ),
                ),
                (
                    "source_title",
                    models.CharField(
                        help_text="Como se llama el documento que lo dice.",
                        max_length=250,
                        verbose_name="¿De qué evaluación o auditoría?",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="Fecha del documento")),
                ("text", models.TextField(verbose_name="Hallazgo")),
                ("response", models.TextField(blank=True, verbose_name="Respuesta")),
                ("action", models.TextField(blank=True, verbose_name="Qué se hará")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="Para cuándo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "abierto"),
                            ("in_progress", "en curso"),
                            ("done", "atendido"),
                            ("rejected", "no se acepta"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="Estado",
                    ),
                ),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        help_text="O por qué no se acepta el hallazgo.",
                        verbose_name="Qué se hizo",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Sin esta marca se cuenta en el informe anual y no se imprime su texto.",
                        verbose_name="Se puede publicar",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="registrado el",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="cerrado el"),
                ),
            ],
            options={
                "verbose_name": "hallazgo",
                "verbose_name_plural": "hallazgos",
                "ordering": ["plan", "number"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFinding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="número")),
                (
                    "source",
                    models.CharField(
                        choices=[("evaluation", "evaluación"), ("audit", "auditoría")],
                        max_length=12,
                        verbose_name="Origen",
                    ),
                ),
                (
                    "source_title",
                    models.CharField(
                        help_text="Como se llama el documento que lo dice.",
                        max_length=250,
                        verbose_name="¿De qué evaluación o auditoría?",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="Fecha del documento")),
                ("text", models.TextField(verbose_name="Hallazgo")),
                ("response", models.TextField(blank=True, verbose_name="Respuesta")),
                ("action", models.TextField(blank=True, verbose_name="Qué se hará")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="Para cuándo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "abierto"),
                            ("in_progress", "en curso"),
                            ("done", "atendido"),
                            ("rejected", "no se acepta"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="Estado",
                    ),
                ),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        help_text="O por qué no se acepta el hallazgo.",
                        verbose_name="Qué se hizo",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Sin esta marca se cuenta en el informe anual y no se imprime su texto.",
                        verbose_name="Se puede publicar",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="registrado el",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="cerrado el"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical hallazgo",
                "verbose_name_plural": "historical hallazgos",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="finding",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="plan.activity",
                verbose_name="Actividad",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="annual_report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="monitoring.annualreport",
                verbose_name="Informe anual",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="closed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cerrado por",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrado por",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="accounts.stakeholder",
                verbose_name="A cargo de",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="plan.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="monitoring.progressreport",
                verbose_name="Informe semestral",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.activity",
                verbose_name="Actividad",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="annual_report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="monitoring.annualreport",
                verbose_name="Informe anual",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cerrado por",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrado por",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="A cargo de",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="monitoring.progressreport",
                verbose_name="Informe semestral",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="monitoring_finding_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["evaluation", "audit"])),
                name="monitoring_finding_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "in_progress", "done", "rejected"])),
                name="monitoring_finding_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_finding_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["done", "rejected"]),
                        ("closed_at__isnull", False),
                        models.Q(("result", ""), _negated=True),
                    ),
                    models.Q(("state__in", ["open", "in_progress"]), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_finding_closed_when",
                violation_error_message="Para cerrar un hallazgo, escriba qué se hizo o por qué no.",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in_progress"), _negated=True),
                    models.Q(
                        ("due_on__isnull", False),
                        ("owner__isnull", False),
                        models.Q(("action", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="monitoring_finding_in_progress",
                violation_error_message="Para ponerlo en curso, diga qué se hará, quién y para cuándo.",
            ),
        ),
    ]
