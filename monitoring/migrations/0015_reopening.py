from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0014_evidence_verdict"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportevent",
            name="monitoring_return_needs_comment",
        ),
        migrations.RemoveConstraint(
            model_name="reportevent",
            name="monitoring_event_action",
        ),
        migrations.AddField(
            model_name="reportevent",
            name="open_comments",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Cuántos había en este paso.",
                verbose_name="comentarios sin resolver",
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
                    ("reopen", "Reabrir"),
                ],
                max_length=10,
                verbose_name="acción",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__in", ["submit", "withdraw", "begin", "return", "validate", "reopen"])
                ),
                name="monitoring_event_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "return"), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    ("open_comments__gt", 0),
                    _connector="OR",
                ),
                name="monitoring_return_needs_comment",
                violation_error_message="Para devolver un informe, escriba qué falta o deje un comentario sin resolver.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "reopen"), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="monitoring_reopen_needs_reason",
                violation_error_message="Para reabrir un informe, escriba el motivo.",
            ),
        ),
    ]
