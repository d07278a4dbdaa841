import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0006_uploads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="objective",
            field=models.ForeignKey(
                help_text="El objetivo bajo el cual la imprime el plan.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="plan.objective",
                verbose_name="objetivo",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento la imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="axis",
            name="definition",
            field=models.TextField(
                help_text="Como la imprime el capítulo del eje. Un párrafo por línea en blanco.",
                verbose_name="definición",
            ),
        ),
        migrations.AlterField(
            model_name="axis",
            name="number",
            field=models.PositiveSmallIntegerField(
                help_text="Permanente: 1, 2 … en el orden del documento.", verbose_name="número"
            ),
        ),
        migrations.AlterField(
            model_name="glossaryterm",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="glossaryterm",
            name="term",
            field=models.CharField(
                help_text="Como lo imprime el plan.", max_length=200, verbose_name="término"
            ),
        ),
        migrations.AlterField(
            model_name="guidingapproach",
            name="name",
            field=models.CharField(
                help_text="Como lo imprime el plan.", max_length=200, verbose_name="nombre"
            ),
        ),
        migrations.AlterField(
            model_name="guidingapproach",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="guidingapproach",
            name="text",
            field=models.TextField(
                help_text="Como lo imprime el plan. Un párrafo por línea en blanco.",
                verbose_name="texto",
            ),
        ),
        migrations.AlterField(
            model_name="historicalactivity",
            name="objective",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="El objetivo bajo el cual la imprime el plan.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.objective",
                verbose_name="objetivo",
            ),
        ),
        migrations.AlterField(
            model_name="historicalactivity",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento la imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalaxis",
            name="definition",
            field=models.TextField(
                help_text="Como la imprime el capítulo del eje. Un párrafo por línea en blanco.",
                verbose_name="definición",
            ),
        ),
        migrations.AlterField(
            model_name="historicalaxis",
            name="number",
            field=models.PositiveSmallIntegerField(
                help_text="Permanente: 1, 2 … en el orden del documento.", verbose_name="número"
            ),
        ),
        migrations.AlterField(
            model_name="historicalglossaryterm",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalglossaryterm",
            name="term",
            field=models.CharField(
                help_text="Como lo imprime el plan.", max_length=200, verbose_name="término"
            ),
        ),
        migrations.AlterField(
            model_name="historicalguidingapproach",
            name="name",
            field=models.CharField(
                help_text="Como lo imprime el plan.", max_length=200, verbose_name="nombre"
            ),
        ),
        migrations.AlterField(
            model_name="historicalguidingapproach",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar en que el documento lo imprime.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalguidingapproach",
            name="text",
            field=models.TextField(
                help_text="Como lo imprime el plan. Un párrafo por línea en blanco.",
                verbose_name="texto",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="breakdown",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "ninguno"),
                    ("sex", "sexo"),
                    ("modality", "modalidad"),
                    ("scope", "nacional o regional"),
                    ("channel", "canal"),
                ],
                default="",
                help_text="En qué partes se pide el número.",
                max_length=10,
                verbose_name="desglose",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="counted_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("records", "las acciones realizadas (una fila, o su cantidad)"),
                    ("figures", "el número que dice cada acción"),
                    ("countries", "los países de las instituciones participantes"),
                ],
                default="",
                help_text="Solo para una cantidad; las demás clases se cuentan de una sola manera.",
                max_length=10,
                verbose_name="se cuenta de",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="kind",
            field=models.CharField(
                choices=[
                    ("count", "cantidad"),
                    ("people", "personas"),
                    ("institutions", "instituciones"),
                    ("deliverable", "producto"),
                    ("registry", "registro al día"),
                    ("amount", "monto"),
                    ("reach", "alcance"),
                ],
                help_text="Qué se pide a quien informa y cómo se suma.",
                max_length=20,
                verbose_name="clase",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="name",
            field=models.CharField(
                help_text="Qué se mide, con las palabras del indicador.",
                max_length=250,
                verbose_name="nombre",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="reported_by",
            field=models.CharField(
                choices=[
                    ("countries", "cada país"),
                    ("coordination", "coordinación regional (Presidencia y Secretaría)"),
                    ("both", "cada país, y la coordinación regional lo suyo"),
                    ("host", "el país anfitrión"),
                ],
                default="countries",
                help_text="A quién se le pide en el informe semestral.",
                max_length=15,
                verbose_name="la informa",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="scope",
            field=models.CharField(
                choices=[
                    ("national", "nacional"),
                    ("regional", "regional"),
                    ("both", "nacional y regional"),
                ],
                help_text="Si existe una vez por país, una vez para la región, o las dos.",
                max_length=10,
                verbose_name="ámbito",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="unit",
            field=models.CharField(
                help_text="Lo que se cuenta: mesas, personas, países.",
                max_length=60,
                verbose_name="unidad",
            ),
        ),
        migrations.AlterField(
            model_name="historicalobjective",
            name="axis",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="El eje bajo el cual lo imprime el plan.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plan.axis",
                verbose_name="eje",
            ),
        ),
        migrations.AlterField(
            model_name="historicalobjective",
            name="number",
            field=models.PositiveSmallIntegerField(
                help_text="Permanente: se numeran seguidos por todo el plan.", verbose_name="número"
            ),
        ),
        migrations.AlterField(
            model_name="historicalobjective",
            name="statement",
            field=models.TextField(
                help_text="Como lo imprime la tabla del eje.", verbose_name="enunciado"
            ),
        ),
        migrations.AlterField(
            model_name="historicalplan",
            name="end",
            field=models.DateField(help_text="Último día del último semestre.", verbose_name="fin"),
        ),
        migrations.AlterField(
            model_name="historicalplan",
            name="start",
            field=models.DateField(
                help_text="Primer día del primer semestre.", verbose_name="inicio"
            ),
        ),
        migrations.AlterField(
            model_name="historicalplan",
            name="title",
            field=models.CharField(
                help_text="Como lo imprime la portada.", max_length=250, verbose_name="título"
            ),
        ),
        migrations.AlterField(
            model_name="historicalresponsibility",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar de esta parte en la frase impresa.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="historicalresponsibility",
            name="role",
            field=models.CharField(
                blank=True,
                help_text="Lo que hace, como lo imprime el plan entre paréntesis. Vacío si no dice ninguno.",
                max_length=300,
                verbose_name="papel",
            ),
        ),
        migrations.AlterField(
            model_name="historicalsemester",
            name="half",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "primer semestre"), (2, "segundo semestre")],
                help_text="1: enero a junio. 2: julio a diciembre.",
                verbose_name="semestre",
            ),
        ),
        migrations.AlterField(
            model_name="historicalsemester",
            name="year",
            field=models.PositiveSmallIntegerField(
                help_text="Un año del plan.", verbose_name="año"
            ),
        ),
        migrations.AlterField(
            model_name="historicaltarget",
            name="dated",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                help_text="La del acta o del Plan Operativo.",
                verbose_name="fecha",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltarget",
            name="source",
            field=models.CharField(
                choices=[
                    ("implied", "implícita en el texto"),
                    ("minutes", "acta"),
                    ("operational_plan", "Plan Operativo"),
                ],
                help_text="De dónde sale el número: el plan mismo no imprime metas.",
                max_length=20,
                verbose_name="fuente",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltarget",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "propuesta"),
                    ("confirmed", "confirmada"),
                    ("discarded", "descartada"),
                ],
                default="proposed",
                help_text="Solo una meta confirmada se compara con los avances.",
                max_length=10,
                verbose_name="estado",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltarget",
            name="value",
            field=models.DecimalField(
                decimal_places=2,
                help_text="Un número de 0 o más, en la unidad de la medida. Para un producto o un registro, 1 quiere decir que existe.",
                max_digits=14,
                verbose_name="valor",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="breakdown",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "ninguno"),
                    ("sex", "sexo"),
                    ("modality", "modalidad"),
                    ("scope", "nacional o regional"),
                    ("channel", "canal"),
                ],
                default="",
                help_text="En qué partes se pide el número.",
                max_length=10,
                verbose_name="desglose",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="counted_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("records", "las acciones realizadas (una fila, o su cantidad)"),
                    ("figures", "el número que dice cada acción"),
                    ("countries", "los países de las instituciones participantes"),
                ],
                default="",
                help_text="Solo para una cantidad; las demás clases se cuentan de una sola manera.",
                max_length=10,
                verbose_name="se cuenta de",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="kind",
            field=models.CharField(
                choices=[
                    ("count", "cantidad"),
                    ("people", "personas"),
                    ("institutions", "instituciones"),
                    ("deliverable", "producto"),
                    ("registry", "registro al día"),
                    ("amount", "monto"),
                    ("reach", "alcance"),
                ],
                help_text="Qué se pide a quien informa y cómo se suma.",
                max_length=20,
                verbose_name="clase",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="name",
            field=models.CharField(
                help_text="Qué se mide, con las palabras del indicador.",
                max_length=250,
                verbose_name="nombre",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="reported_by",
            field=models.CharField(
                choices=[
                    ("countries", "cada país"),
                    ("coordination", "coordinación regional (Presidencia y Secretaría)"),
                    ("both", "cada país, y la coordinación regional lo suyo"),
                    ("host", "el país anfitrión"),
                ],
                default="countries",
                help_text="A quién se le pide en el informe semestral.",
                max_length=15,
                verbose_name="la informa",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="scope",
            field=models.CharField(
                choices=[
                    ("national", "nacional"),
                    ("regional", "regional"),
                    ("both", "nacional y regional"),
                ],
                help_text="Si existe una vez por país, una vez para la región, o las dos.",
                max_length=10,
                verbose_name="ámbito",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="unit",
            field=models.CharField(
                help_text="Lo que se cuenta: mesas, personas, países.",
                max_length=60,
                verbose_name="unidad",
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="axis",
            field=models.ForeignKey(
                help_text="El eje bajo el cual lo imprime el plan.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="plan.axis",
                verbose_name="eje",
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="number",
            field=models.PositiveSmallIntegerField(
                help_text="Permanente: se numeran seguidos por todo el plan.", verbose_name="número"
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="statement",
            field=models.TextField(
                help_text="Como lo imprime la tabla del eje.", verbose_name="enunciado"
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="end",
            field=models.DateField(help_text="Último día del último semestre.", verbose_name="fin"),
        ),
        migrations.AlterField(
            model_name="plan",
            name="start",
            field=models.DateField(
                help_text="Primer día del primer semestre.", verbose_name="inicio"
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="title",
            field=models.CharField(
                help_text="Como lo imprime la portada.", max_length=250, verbose_name="título"
            ),
        ),
        migrations.AlterField(
            model_name="responsibility",
            name="order",
            field=models.PositiveSmallIntegerField(
                help_text="El lugar de esta parte en la frase impresa.", verbose_name="orden"
            ),
        ),
        migrations.AlterField(
            model_name="responsibility",
            name="role",
            field=models.CharField(
                blank=True,
                help_text="Lo que hace, como lo imprime el plan entre paréntesis. Vacío si no dice ninguno.",
                max_length=300,
                verbose_name="papel",
            ),
        ),
        migrations.AlterField(
            model_name="semester",
            name="half",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "primer semestre"), (2, "segundo semestre")],
                help_text="1: enero a junio. 2: julio a diciembre.",
                verbose_name="semestre",
            ),
        ),
        migrations.AlterField(
            model_name="semester",
            name="year",
            field=models.PositiveSmallIntegerField(
                help_text="Un año del plan.", verbose_name="año"
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="dated",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                help_text="La del acta o del Plan Operativo.",
                verbose_name="fecha",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="source",
            field=models.CharField(
                choices=[
                    ("implied", "implícita en el texto"),
                    ("minutes", "acta"),
                    ("operational_plan", "Plan Operativo"),
                ],
                help_text="De dónde sale el número: el plan mismo no imprime metas.",
                max_length=20,
                verbose_name="fuente",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "propuesta"),
                    ("confirmed", "confirmada"),
                    ("discarded", "descartada"),
                ],
                default="proposed",
                help_text="Solo una meta confirmada se compara con los avances.",
                max_length=10,
                verbose_name="estado",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="value",
            field=models.DecimalField(
                decimal_places=2,
                help_text="Un número de 0 o más, en la unidad de la medida. Para un producto o un registro, 1 quiere decir que existe.",
                max_digits=14,
                verbose_name="valor",
            ),
        ),
    ]
