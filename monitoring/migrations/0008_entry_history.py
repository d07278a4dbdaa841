import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0007_linked_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryChange",
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
                            ("saved", "guardó los textos"),
                            ("record_added", "añadió la acción"),
                            ("record_changed", "cambió la acción"),
                            ("record_removed", "quitó la acción"),
                            ("evidence_added", "añadió el medio de verificación"),
                            ("evidence_removed", "quitó el medio de verificación"),
                            ("linked", "dijo de qué otras filas es el mismo evento la acción"),
                            ("no_activity", "dijo que no hubo actividad"),
                            ("activity", "dijo que sí hubo actividad"),
                        ],
                        max_length=20,
                        verbose_name="qué hizo",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="de qué")),
                ("fields", models.JSONField(default=list, verbose_name="campos")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="fecha"
                    ),
                ),
            ],
            options={
                "verbose_name": "cambio del avance",
                "verbose_name_plural": "historia de los avances",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="entrychange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddField(
            model_name="entrychange",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="monitoring.progressentry",
                verbose_name="avance",
            ),
        ),
        migrations.AddField(
            model_name="entrychange",
            name="stakeholder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.stakeholder",
                verbose_name="por",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "saved",
                            "record_added",
                            "record_changed",
                            "record_removed",
                            "evidence_added",
                            "evidence_removed",
                            "linked",
                            "no_activity",
                            "activity",
                        ],
                    )
                ),
                name="monitoring_change_action",
            ),
        ),
    ]
