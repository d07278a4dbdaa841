import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0016_review_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("opened", "se abrió el semestre"),
                            ("half_way", "mitad del plazo, sin empezar"),
                            ("week_before", "faltan siete días"),
                            ("due", "vence hoy"),
                            ("week_after", "venció hace siete días"),
                            ("returned", "informe devuelto"),
                            ("digest", "resumen semanal"),
                        ],
                        max_length=12,
                        verbose_name="ocasión",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="De qué es: el periodo, la devolución o la semana.",
                        max_length=80,
                        verbose_name="asunto interno",
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="dirección")),
                ("subject", models.CharField(max_length=250, verbose_name="asunto")),
                ("body", models.TextField(verbose_name="texto")),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="escrito el"
                    ),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(
                        help_text="Para que no lo envíen dos a la vez.",
                        null=True,
                        verbose_name="en envío desde",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="enviado el")),
                ("fault", models.TextField(blank=True, verbose_name="por qué no salió")),
            ],
            options={
                "verbose_name": "aviso",
                "verbose_name_plural": "avisos",
                "ordering": ["-written_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
                verbose_name="persona",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "occasion__in",
                        [
                            "opened",
                            "half_way",
                            "week_before",
                            "due",
                            "week_after",
                            "returned",
                            "digest",
                        ],
                    )
                ),
                name="monitoring_notice_occasion",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "occasion", "about"), name="monitoring_one_notice_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("fault", ""), _connector="OR"),
                name="monitoring_notice_sent_without_fault",
            ),
        ),
    ]
