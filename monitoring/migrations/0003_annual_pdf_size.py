from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_period_history")]

    operations = [
        migrations.AddField(
            model_name="annualreport",
            name="pdf_size",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
