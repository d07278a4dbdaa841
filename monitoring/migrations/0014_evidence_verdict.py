import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def accept_what_was_validated(apps, schema_editor):
    """Until 0.3.0 to validate a report was to accept its evidence."""
    Evidence = apps.get_model("monitoring", "Evidence")
    validated = Evidence.objects.filter(entry__report__state="validated", verdict="")
    for evidence in validated.select_related("entry__report"):
        report = evidence.entry.report
        evidence.verdict = "accepted"
        evidence.judged_at, evidence.judged_by_id = report.validated_at, report.validated_by_id
        evidence.save(update_fields=["verdict", "judged_at", "judged_by"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0013_comment_threads"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="judged_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="revisado el"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="judged_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revisado por",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[("accepted", "aceptado"), ("rejected", "no aceptado")],
                editable=False,
                max_length=10,
                verbose_name="revisión",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="verdict_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="Por qué no se acepta"),
        ),
        migrations.RunPython(accept_what_was_validated, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at__isnull", True), ("verdict", "")),
                    models.Q(
                        ("judged_at__isnull", False), ("verdict__in", ["accepted", "rejected"])
                    ),
                    _connector="OR",
                ),
                name="monitoring_evidence_judged_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at__isnull", False), ("judged_by__isnull", False)),
                    models.Q(("judged_at__isnull", True), ("judged_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_evidence_judged",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("verdict", "rejected"), models.Q(("verdict_reason", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("verdict", "rejected"), _negated=True), ("verdict_reason", "")
                    ),
                    _connector="OR",
                ),
                name="monitoring_evidence_rejected_with_reason",
                violation_error_message="Escriba por qué no se acepta.",
            ),
        ),
    ]
