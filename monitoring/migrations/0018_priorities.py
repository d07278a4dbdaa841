import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0007_help_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0017_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPriority",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="El año que se prioriza.", verbose_name="año"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("keep", "mantener"),
                            ("accelerate", "acelerar"),
                            ("reschedule", "reprogramar"),
                            ("close", "cerrar"),
                        ],
                        max_length=10,
                        verbose_name="Decisión",
                    ),
                ),
                ("reason", models.TextField(verbose_name="Motivo")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="decidido el",
                    ),
                ),
                (
                    "endorsed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="visto bueno el"),
                ),
                (
                    "scheduled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="llevado al cronograma el"
                    ),
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
                "verbose_name": "historical priorización",
                "verbose_name_plural": "historical priorizaciones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPriority_semesters",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPriority_semesters",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="El año que se prioriza.", verbose_name="año"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("keep", "mantener"),
                            ("accelerate", "acelerar"),
                            ("reschedule", "reprogramar"),
                            ("close", "cerrar"),
                        ],
                        max_length=10,
                        verbose_name="Decisión",
                    ),
                ),
                ("reason", models.TextField(verbose_name="Motivo")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="decidido el",
                    ),
                ),
                (
                    "endorsed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="visto bueno el"),
                ),
                (
                    "scheduled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="llevado al cronograma el"
                    ),
                ),
            ],
            options={
                "verbose_name": "priorización",
                "verbose_name_plural": "priorizaciones",
                "ordering": ["year", "activity__order"],
            },
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.activity",
                verbose_name="actividad",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decidido por",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="endorsed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="visto bueno de",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="scheduled_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="llevado al cronograma por",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority_semesters",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="monitoring.historicalpriority",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority_semesters",
            name="semester",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.semester",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="priorities",
                to="plan.activity",
                verbose_name="actividad",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decidido por",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="endorsed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="visto bueno de",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="scheduled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="llevado al cronograma por",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="semesters",
            field=models.ManyToManyField(
                blank=True,
                help_text="En qué semestres se programa; pasa al cronograma con el visto bueno.",
                related_name="priorities",
                to="plan.semester",
                verbose_name="Semestres",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority_semesters",
            name="priority",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="monitoring.priority",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.UniqueConstraint(
                fields=("activity", "year"),
                name="monitoring_one_priority_each",
                violation_error_message="Ya hay una decisión para esta actividad y este año.",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["keep", "accelerate", "reschedule", "close"])),
                name="monitoring_priority_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="monitoring_priority_reason",
                violation_error_message="Escriba el motivo de la decisión.",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("endorsed_at__isnull", False), ("endorsed_by__isnull", False)),
                    models.Q(("endorsed_at__isnull", True), ("endorsed_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_priority_endorsed",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scheduled_at__isnull", False), ("scheduled_by__isnull", False)),
                    models.Q(("scheduled_at__isnull", True), ("scheduled_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_priority_scheduled",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scheduled_at__isnull", True), ("endorsed_at__isnull", False), _connector="OR"
                ),
                name="monitoring_priority_scheduled_once_endorsed",
            ),
        ),
    ]
