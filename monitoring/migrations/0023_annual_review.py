import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0003_mail_language"),
        ("monitoring", "0022_move_annual_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(editable=False, max_length=40, verbose_name="parte")),
                ("text", models.TextField(verbose_name="Comentario")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="fecha"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="resuelto el"),
                ),
            ],
            options={
                "verbose_name": "comentario del informe anual",
                "verbose_name_plural": "comentarios del informe anual",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnualEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("started", "empezó la preparación"),
                            ("review_opened", "la puso en consulta"),
                            ("review_closed", "volvió a la preparación"),
                            ("endorsed", "dio su visto bueno"),
                            ("published", "publicó"),
                        ],
                        max_length=15,
                        verbose_name="acción",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True, verbose_name="Motivo")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="fecha"),
                ),
            ],
            options={
                "verbose_name": "hecho del informe anual",
                "verbose_name_plural": "hechos del informe anual",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="annualreport",
            name="monitoring_one_annual_in_preparation",
        ),
        migrations.RemoveConstraint(
            model_name="annualreport",
            name="monitoring_annual_state",
        ),
        migrations.RemoveConstraint(
            model_name="annualreport",
            name="monitoring_annual_erratum",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="challenges",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="introduction",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="priorities",
        ),
        migrations.AddField(
            model_name="annualreport",
            name="is_final",
            field=models.BooleanField(
                default=True,
                help_text="Quite la marca si faltan informes y habrá otra edición.",
                verbose_name="Es la edición definitiva del año",
            ),
        ),
        migrations.AlterField(
            model_name="annualreport",
            name="state",
            field=models.CharField(
                choices=[
                    ("composing", "En preparación"),
                    ("in_review", "En consulta"),
                    ("published", "Publicado"),
                ],
                default="composing",
                editable=False,
                max_length=10,
                verbose_name="estado",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published"), _negated=True),
                fields=("plan", "year"),
                name="monitoring_one_annual_in_preparation",
                violation_error_message="Ya hay un informe de este año en preparación.",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["composing", "in_review", "published"])),
                name="monitoring_annual_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("edition", 1),
                    models.Q(("erratum", ""), _negated=True),
                    models.Q(("state", "published"), _negated=True),
                    _connector="OR",
                ),
                name="monitoring_annual_erratum",
                violation_error_message="Diga qué corrige esta edición.",
            ),
        ),
        migrations.AddField(
            model_name="annualcomment",
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
            model_name="annualcomment",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="annualcomment",
            name="settled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="resuelto por",
            ),
        ),
        migrations.AddField(
            model_name="annualcomment",
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
            model_name="annualevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="annualevent",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="monitoring.annualreport",
                verbose_name="informe anual",
            ),
        ),
        migrations.AddField(
            model_name="annualevent",
            name="stakeholder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="monitoring_annual_comment_text",
                violation_error_message="Escriba su comentario.",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_annual_comment_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        ["started", "review_opened", "review_closed", "endorsed", "published"],
                    )
                ),
                name="monitoring_annual_event_action",
            ),
        ),
    ]
