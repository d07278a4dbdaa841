import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0005_glossary_variants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="clave de envío",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="archivo")),
                ("content", models.BinaryField()),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="subido el"
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="aplicado el"),
                ),
            ],
            options={
                "verbose_name": "archivo del plan",
                "verbose_name_plural": "archivos del plan",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.AddField(
            model_name="planupload",
            name="applied_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="aplicado por",
            ),
        ),
        migrations.AddField(
            model_name="planupload",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="subido por",
            ),
        ),
        migrations.AddConstraint(
            model_name="planupload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                    models.Q(("applied_at__isnull", True), ("applied_by__isnull", True)),
                    _connector="OR",
                ),
                name="plan_upload_applied",
            ),
        ),
    ]
