from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0025_move_annual_pdfs"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="annualreport",
            name="monitoring_annual_frozen_when_published",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="pdf",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="pdf_sha256",
        ),
        migrations.RemoveField(
            model_name="annualreport",
            name="pdf_size",
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("data_sha256", ""),
                        ("published_at__isnull", True),
                        ("record_sha256", ""),
                        ("state__in", ("composing", "in_review")),
                    ),
                    models.Q(
                        models.Q(("data_sha256", ""), _negated=True),
                        ("content__isnull", False),
                        ("published_at__isnull", False),
                        ("state", "published"),
                    ),
                    _connector="OR",
                ),
                name="monitoring_annual_frozen_when_published",
            ),
        ),
    ]
