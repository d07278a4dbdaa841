from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0004_actions"),
        ("plan", "0002_retirement"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalmitigation",
            name="is_partial",
            field=models.BooleanField(
                default=False,
                help_text="La actividad cubre solo una parte; lo demás necesita acciones propias.",
                verbose_name="solo en parte",
            ),
        ),
        migrations.AlterField(
            model_name="historicalrisk",
            name="level",
            field=models.CharField(
                choices=[("low", "Bajo"), ("medium", "Medio"), ("high", "Alto")],
                help_text="El que imprime Anexo 1; cómo está hoy se dice en la revisión de cada semestre.",
                max_length=10,
                verbose_name="nivel de riesgo",
            ),
        ),
        migrations.AlterField(
            model_name="historicalrisk",
            name="mitigation",
            field=models.TextField(
                help_text="Como la imprime Anexo 1.", verbose_name="mitigación del riesgo"
            ),
        ),
        migrations.AlterField(
            model_name="historicalrisk",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que Anexo 1 lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalrisk",
            name="statement",
            field=models.TextField(help_text="Como lo imprime Anexo 1.", verbose_name="riesgo"),
        ),
        migrations.AlterField(
            model_name="historicalrisktype",
            name="name",
            field=models.CharField(
                help_text="Como lo imprime la primera columna de Anexo 1.",
                max_length=200,
                verbose_name="nombre",
            ),
        ),
        migrations.AlterField(
            model_name="historicalrisktype",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que Anexo 1 lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="mitigation",
            name="is_partial",
            field=models.BooleanField(
                default=False,
                help_text="La actividad cubre solo una parte; lo demás necesita acciones propias.",
                verbose_name="solo en parte",
            ),
        ),
        migrations.AlterField(
            model_name="risk",
            name="level",
            field=models.CharField(
                choices=[("low", "Bajo"), ("medium", "Medio"), ("high", "Alto")],
                help_text="El que imprime Anexo 1; cómo está hoy se dice en la revisión de cada semestre.",
                max_length=10,
                verbose_name="nivel de riesgo",
            ),
        ),
        migrations.AlterField(
            model_name="risk",
            name="mitigation",
            field=models.TextField(
                help_text="Como la imprime Anexo 1.", verbose_name="mitigación del riesgo"
            ),
        ),
        migrations.AlterField(
            model_name="risk",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que Anexo 1 lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="risk",
            name="statement",
            field=models.TextField(help_text="Como lo imprime Anexo 1.", verbose_name="riesgo"),
        ),
        migrations.AlterField(
            model_name="risktype",
            name="name",
            field=models.CharField(
                help_text="Como lo imprime la primera columna de Anexo 1.",
                max_length=200,
                verbose_name="nombre",
            ),
        ),
        migrations.AlterField(
            model_name="risktype",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que Anexo 1 lo imprime.", verbose_name="orden"
            ),
        ),
    ]
