import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0003_reviews"),
        ("accounts", "0001_initial"),
        ("plan", "0002_retirement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalMitigationAction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Su código es el del riesgo y este número.", verbose_name="número"
                    ),
                ),
                (
                    "statement",
                    models.TextField(
                        help_text="Qué se hará, en una o dos frases.", verbose_name="acción"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="para el")),
                (
                    "done_on",
                    models.DateField(
                        blank=True,
                        help_text="Vacío mientras no esté hecha.",
                        null=True,
                        verbose_name="hecha el",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="qué se logró")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.stakeholder",
                        verbose_name="a cargo de",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="risks.risk",
                        verbose_name="riesgo",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical acción de mitigación",
                "verbose_name_plural": "historical acciones de mitigación",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MitigationAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Su código es el del riesgo y este número.", verbose_name="número"
                    ),
                ),
                (
                    "statement",
                    models.TextField(
                        help_text="Qué se hará, en una o dos frases.", verbose_name="acción"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="para el")),
                (
                    "done_on",
                    models.DateField(
                        blank=True,
                        help_text="Vacío mientras no esté hecha.",
                        null=True,
                        verbose_name="hecha el",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="qué se logró")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mitigation_actions",
                        to="accounts.stakeholder",
                        verbose_name="a cargo de",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="risks.risk",
                        verbose_name="riesgo",
                    ),
                ),
            ],
            options={
                "verbose_name": "acción de mitigación",
                "verbose_name_plural": "acciones de mitigación",
                "ordering": ["risk__order", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("risk", "order"),
                        name="risks_action_order",
                        violation_error_message="El riesgo ya tiene una acción con este número.",
                    )
                ],
            },
        ),
    ]
