import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0002_retirement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="target",
            name="plan_one_target_each",
        ),
        migrations.AddField(
            model_name="historicaltarget",
            name="decided_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="decidida el"
            ),
        ),
        migrations.AddField(
            model_name="historicaltarget",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                help_text="Quien dio el visto bueno o la descartó.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decidida por",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="decided_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="decidida el"
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Quien dio el visto bueno o la descartó.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decidida por",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["implied", "minutes", "operational_plan"])),
                name="plan_target_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    _connector="OR",
                ),
                name="plan_target_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                models.F("measure"),
                django.db.models.functions.comparison.Coalesce("stakeholder", 0),
                django.db.models.functions.comparison.Coalesce("year", 0),
                models.F("state"),
                name="plan_one_target_each",
                violation_error_message="Ya hay una meta en este estado para esta medida, año y responsable.",
            ),
        ),
    ]
