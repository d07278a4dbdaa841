import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0008_entry_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="número de envío")),
                ("content", models.JSONField(editable=False, verbose_name="contenido")),
                ("data_sha256", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "acuse de recibo",
                "verbose_name_plural": "acuses de recibo",
                "ordering": ["report", "-number"],
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipt",
                to="monitoring.reportevent",
                verbose_name="envío",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="monitoring.progressreport",
                verbose_name="informe",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("report", "number"), name="monitoring_receipt_number"
            ),
        ),
    ]
