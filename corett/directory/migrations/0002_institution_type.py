from django.db import migrations, models

# What the one word of before says of both: (type, sector).
PARTED = {
    "public": ("public", "other"),
    "legislature": ("public", "legislature"),
    "justice": ("public", "justice"),
    "security": ("public", "security"),
    "municipality": ("public", "municipality"),
    "civil_society": ("civil_society", "other"),
    "academia": ("academia", "education"),
    "press": ("press", "communication"),
    "international": ("international", "other"),
    "other": ("other", "other"),
}


def part(apps, schema_editor):
    for model in ("Institution", "HistoricalInstitution"):
        rows = apps.get_model("directory", model)._base_manager
        found = {
            word: list(rows.filter(sector=word).values_list("pk", flat=True)) for word in PARTED
        }
        for word, (type, sector) in PARTED.items():
            rows.filter(pk__in=found[word]).update(type=type, sector=sector)


def join(apps, schema_editor):
    """What was kept apart becomes one word again: the sector where it had one, else the type."""
    joined = {"legislature", "justice", "security", "municipality"}
    for model in ("Institution", "HistoricalInstitution"):
        rows = apps.get_model("directory", model)._base_manager
        rows.exclude(sector__in=joined).update(sector=models.F("type"))
        rows.filter(sector="private").update(sector="other")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalinstitution",
            name="type",
            field=models.CharField(
                choices=[
                    ("public", "Institución pública"),
                    ("civil_society", "Sociedad civil"),
                    ("academia", "Academia"),
                    ("private", "Sector privado"),
                    ("press", "Medio de comunicación"),
                    ("international", "Organismo internacional"),
                    ("other", "Otra"),
                ],
                default="public",
                max_length=20,
                verbose_name="tipo",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="type",
            field=models.CharField(
                choices=[
                    ("public", "Institución pública"),
                    ("civil_society", "Sociedad civil"),
                    ("academia", "Academia"),
                    ("private", "Sector privado"),
                    ("press", "Medio de comunicación"),
                    ("international", "Organismo internacional"),
                    ("other", "Otra"),
                ],
                default="public",
                max_length=20,
                verbose_name="tipo",
            ),
        ),
        migrations.AlterField(
            model_name="historicalinstitution",
            name="sector",
            field=models.CharField(
                choices=[
                    ("legislature", "Órgano legislativo"),
                    ("justice", "Poder judicial o fiscalía"),
                    ("security", "Seguridad"),
                    ("human_rights", "Derechos humanos"),
                    ("migration", "Política y gestión migratoria"),
                    ("municipality", "Gobierno municipal"),
                    ("care", "Atención y protección"),
                    ("education", "Educación e investigación"),
                    ("communication", "Comunicación"),
                    ("other", "Otro"),
                ],
                default="other",
                max_length=20,
                verbose_name="sector",
            ),
        ),
        migrations.AlterField(
            model_name="institution",
            name="sector",
            field=models.CharField(
                choices=[
                    ("legislature", "Órgano legislativo"),
                    ("justice", "Poder judicial o fiscalía"),
                    ("security", "Seguridad"),
                    ("human_rights", "Derechos humanos"),
                    ("migration", "Política y gestión migratoria"),
                    ("municipality", "Gobierno municipal"),
                    ("care", "Atención y protección"),
                    ("education", "Educación e investigación"),
                    ("communication", "Comunicación"),
                    ("other", "Otro"),
                ],
                default="other",
                max_length=20,
                verbose_name="sector",
            ),
        ),
        migrations.RunPython(part, join),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "public",
                            "civil_society",
                            "academia",
                            "private",
                            "press",
                            "international",
                            "other",
                        ],
                    )
                ),
                name="directory_institution_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sector__in",
                        [
                            "legislature",
                            "justice",
                            "security",
                            "human_rights",
                            "migration",
                            "municipality",
                            "care",
                            "education",
                            "communication",
                            "other",
                        ],
                    )
                ),
                name="directory_institution_sector",
            ),
        ),
    ]
