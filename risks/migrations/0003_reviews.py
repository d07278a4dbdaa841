import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0002_retirement"),
        ("accounts", "0001_initial"),
        ("plan", "0002_retirement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRiskReview",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("low", "Bajo"), ("medium", "Medio"), ("high", "Alto")],
                        max_length=10,
                        verbose_name="nivel ahora",
                    ),
                ),
                (
                    "happened",
                    models.BooleanField(default=False, verbose_name="se presentó en el semestre"),
                ),
                (
                    "response",
                    models.TextField(
                        blank=True,
                        help_text="Qué pasó, qué se hizo y qué falta.",
                        verbose_name="qué se hizo",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="revisado el",
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
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revisado por",
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
                (
                    "semester",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.semester",
                        verbose_name="semestre",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="La Secretaría Técnica revisa por la región; un país, lo suyo.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.stakeholder",
                        verbose_name="quien revisa",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical revisión del riesgo",
                "verbose_name_plural": "historical revisiones de riesgos",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("low", "Bajo"), ("medium", "Medio"), ("high", "Alto")],
                        max_length=10,
                        verbose_name="nivel ahora",
                    ),
                ),
                (
                    "happened",
                    models.BooleanField(default=False, verbose_name="se presentó en el semestre"),
                ),
                (
                    "response",
                    models.TextField(
                        blank=True,
                        help_text="Qué pasó, qué se hizo y qué falta.",
                        verbose_name="qué se hizo",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="revisado el",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revisado por",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="risks.risk",
                        verbose_name="riesgo",
                    ),
                ),
                (
                    "semester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_reviews",
                        to="plan.semester",
                        verbose_name="semestre",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        help_text="La Secretaría Técnica revisa por la región; un país, lo suyo.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_reviews",
                        to="accounts.stakeholder",
                        verbose_name="quien revisa",
                    ),
                ),
            ],
            options={
                "verbose_name": "revisión del riesgo",
                "verbose_name_plural": "revisiones de riesgos",
                "ordering": [
                    "semester__year",
                    "semester__half",
                    "risk__order",
                    "stakeholder__order",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("risk", "semester", "stakeholder"),
                        name="risks_one_review_per_semester",
                        violation_error_message="Este riesgo ya está revisado en este semestre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["low", "medium", "high"])),
                        name="risks_review_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("happened", False),
                            models.Q(("response", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="risks_review_says_what_was_done",
                        violation_error_message="Si el riesgo se presentó, diga qué pasó y qué se hizo.",
                    ),
                ],
            },
        ),
    ]
