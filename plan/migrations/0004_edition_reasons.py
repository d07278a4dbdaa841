from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0003_target_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="planedition",
            name="reason_kinds",
            field=models.JSONField(
                blank=True, default=list, editable=False, verbose_name="clase de los cambios"
            ),
        ),
    ]
