from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0015_reopening"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entrychange",
            name="monitoring_change_action",
        ),
        migrations.AlterField(
            model_name="entrychange",
            name="action",
            field=models.CharField(
                choices=[
                    ("saved", "guardó los textos"),
                    ("record_added", "añadió la acción"),
                    ("record_changed", "cambió la acción"),
                    ("record_removed", "quitó la acción"),
                    ("evidence_added", "añadió el medio de verificación"),
                    ("evidence_removed", "quitó el medio de verificación"),
                    ("linked", "dijo de qué otras filas es el mismo evento la acción"),
                    ("evidence_accepted", "aceptó el medio de verificación"),
                    ("evidence_rejected", "no aceptó el medio de verificación"),
                    ("comment_settled", "dio por resuelto el comentario"),
                    ("comment_reopened", "dejó abierto otra vez el comentario"),
                    ("no_activity", "dijo que no hubo actividad"),
                    ("activity", "dijo que sí hubo actividad"),
                ],
                max_length=20,
                verbose_name="qué hizo",
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
                            "evidence_accepted",
                            "evidence_rejected",
                            "comment_settled",
                            "comment_reopened",
                            "no_activity",
                            "activity",
                        ],
                    )
                ),
                name="monitoring_change_action",
            ),
        ),
    ]
