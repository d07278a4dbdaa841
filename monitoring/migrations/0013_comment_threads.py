import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0012_deadlines"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="about",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Cómo se llamaba la acción; queda aunque la acción se quite.",
                max_length=250,
                verbose_name="acción comentada",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="answers_to",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="monitoring.comment",
                verbose_name="responde a",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="record",
            field=models.ForeignKey(
                blank=True,
                help_text="Déjelo vacío si es de toda la actividad.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to="monitoring.record",
                verbose_name="De qué acción",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="settled_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="resuelto el"),
        ),
        migrations.AddField(
            model_name="comment",
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
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    _connector="OR",
                ),
                name="monitoring_comment_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answers_to__isnull", True), ("settled_at__isnull", True), _connector="OR"
                ),
                name="monitoring_answer_not_settled_alone",
            ),
        ),
    ]
