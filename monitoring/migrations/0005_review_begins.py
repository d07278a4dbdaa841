import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_entry_declares_more"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportevent",
            name="monitoring_event_action",
        ),
        migrations.AddField(
            model_name="progressreport",
            name="review_began_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="en revisión desde"),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="review_began_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="en revisión por",
            ),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "Enviar"),
                    ("withdraw", "Retirar el envío"),
                    ("begin", "Empezar la revisión"),
                    ("return", "Devolver"),
                    ("validate", "Validar"),
                ],
                max_length=10,
                verbose_name="acción",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("review_began_at__isnull", False), ("review_began_by__isnull", False)
                    ),
                    models.Q(("review_began_at__isnull", True), ("review_began_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_review_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__in", ["submit", "withdraw", "begin", "return", "validate"])
                ),
                name="monitoring_event_action",
            ),
        ),
    ]
