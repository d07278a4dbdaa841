import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_mail_language"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0011_figure_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="DateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_before", models.DateField(verbose_name="se entregaba hasta el")),
                ("closes_before", models.DateField(verbose_name="cerraba el")),
                ("due_on", models.DateField(verbose_name="se entrega hasta el")),
                ("closes_on", models.DateField(verbose_name="cierra el")),
                (
                    "reopens",
                    models.BooleanField(default=False, verbose_name="reabre un semestre cerrado"),
                ),
                ("reason", models.TextField(verbose_name="Motivo")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="fecha"),
                ),
            ],
            options={
                "verbose_name": "cambio de fechas",
                "verbose_name_plural": "cambios de fechas",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="Se entrega hasta el")),
                ("reason", models.TextField(verbose_name="Motivo")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="fecha"),
                ),
            ],
            options={
                "verbose_name": "prórroga",
                "verbose_name_plural": "prórrogas",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="datechange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="datechange",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="date_changes",
                to="monitoring.reportingperiod",
                verbose_name="semestre",
            ),
        ),
        migrations.AddField(
            model_name="datechange",
            name="stakeholder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="monitoring.progressreport",
                verbose_name="informe",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="stakeholder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    ("closes_on__isnull", True),
                    ("due_on__lte", models.F("closes_on")),
                    _connector="OR",
                ),
                name="monitoring_date_change_in_order",
                violation_error_message="El cierre no puede ser anterior a la fecha de entrega.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="monitoring_date_change_reason",
                violation_error_message="Escriba por qué cambian las fechas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="monitoring_extension_reason",
                violation_error_message="Escriba por qué se da más plazo.",
            ),
        ),
    ]
