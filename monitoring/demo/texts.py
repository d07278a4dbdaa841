"""Invented words of the demonstration."""

ACTIONS = {
    "1.1": "Mesa de priorización de casos",
    "1.2": "Foro sobre competencias institucionales",
    "2.1": "Curso sobre tráfico ilícito de migrantes",
    "2.2": "Mesa de trabajo con academia y sociedad civil",
    "2.3": "Taller para periodistas",
    "3.1": "Foro de intercambio de buenas prácticas",
    "3.2": "Revisión del directorio de instituciones",
    "3.3": "Campaña por el Día Internacional del Migrante",
    "3.4": "Mesa de trabajo con autoridades municipales",
    "3.5": "Diplomado regional",
    "4.1": "Taller con empresas de transporte y turismo",
    "4.2": "Programa de responsabilidad social",
    "5.1": "Trabajo sobre la estrategia regional de atención",
    "5.2": "Trabajo sobre la propuesta de proyecto",
    "5.3": "Trabajo sobre las rutas de derivación",
    "5.4": "Capacitación en estaciones migratorias",
    "6.1": "Trabajo sobre el diagnóstico de formación",
    "6.2": "Formación de personas mentoras",
    "6.3": "Mesa con operadores de justicia",
    "7.1": "Mesa con cuerpos policiales y fiscalías",
    "8.1": "Revisión de la lista de enlaces nacionales",
    "9.1": "Reunión sobre unidades especializadas",
    "10.1": "Estudio de caso nacional",
    "10.2": "Trabajo sobre la plataforma regional",
    "10.3": "Difusión del estudio sobre perfiles",
    "11.1": "Gestión de recursos ante donantes",
    "11.2": "Designación del punto focal",
    "11.3": "Participación en un foro internacional",
    "12.1": "Trabajo sobre la estrategia de comunicación",
    "12.2": "Difusión del recurso «Voces y datos»",
}
PROGRESS = (
    "Se hizo lo que estaba previsto, con participación de las instituciones nombradas y buena"
    " asistencia.",
    "La actividad avanzó con el apoyo de organismos de cooperación y quedaron acuerdos escritos.",
    "Se avanzó en parte: hubo convocatoria y una primera sesión; el seguimiento queda para el"
    " próximo semestre.",
    "Se dio continuidad a lo iniciado el semestre anterior y se amplió el número de instituciones"
    " que participan.",
)
OBSTACLES = (
    "Rotación del personal designado en dos de las instituciones.",
    "El presupuesto se liberó tarde y hubo que mover las fechas.",
    "La participación remota fue difícil por la conexión en las sedes fronterizas.",
)
NEXT_STEPS = (
    "Formalizar los acuerdos y fijar la fecha de la próxima sesión.",
    "Repetir la actividad en otra región del país.",
    "Ampliar la convocatoria a las autoridades municipales.",
)
APPROACHES_HOW = (
    "El temario y los ejemplos se revisaron con estos enfoques. (Demostración.)",
    "La convocatoria cuidó la participación de mujeres y de las zonas rurales. (Demostración.)",
)
IN_ENGLISH = (
    "What was planned was carried out, with the institutions named taking part and good"
    " attendance.",
    "The activity advanced with the support of cooperation agencies, and agreements were written.",
    "Part of it advanced: people were invited and a first session was held; follow-up is left for"
    " the next semester.",
    "What began last semester was continued, and more institutions take part.",
    "Staff turnover in two of the institutions.",
    "The budget was released late and dates had to be moved.",
    "Taking part remotely was hard because of the connection at border offices.",
    "Formalise the agreements and set the date of the next session.",
    "Repeat the activity in another region of the country.",
    "Extend the invitation to municipal authorities.",
    "The programme and the examples were reviewed with these approaches. (Demonstration.)",
    "The invitation took care that women and rural areas took part. (Demonstration.)",
)
ENGLISH = dict(zip((*PROGRESS, *OBSTACLES, *NEXT_STEPS, *APPROACHES_HOW), IN_ENGLISH, strict=True))
"""The same words, for who writes in English."""
INSTITUTIONS = (
    ("Fiscalía especializada de {country} (demostración)", "public", "justice"),
    ("Dirección de Migración de {country} (demostración)", "public", "migration"),
    ("Policía Nacional de {country} (demostración)", "public", "security"),
    ("Comisión legislativa de {country} (demostración)", "public", "legislature"),
    ("Universidad pública de {country} (demostración)", "academia", "education"),
    ("Red de albergues de {country} (demostración)", "civil_society", "care"),
)
INTERNATIONAL = (
    "Organismo internacional A (demostración)",
    "Organismo internacional B (demostración)",
)
EVIDENCE = ("Lista de asistencia", "Acta de la sesión", "Nota de prensa", "Memoria de la actividad")
RETURNED = (
    "Gracias por el informe. Falta el número de personas por sexo en 2.3 y un medio de verificación"
    " en 1.1. Por favor complételos y envíelo de nuevo. (Mensaje de demostración.)"
)
QUESTIONS = (
    "¿Puede añadir la lista de asistencia? (Demostración.)",
    "¿Cuántas de estas personas son mujeres? (Demostración.)",
    "¿Es la misma mesa que se informó el semestre anterior? (Demostración.)",
)
ANSWER = "Lo revisamos y ya está completo. (Demostración.)"
COMPLETED = "Se completó lo que pidió la revisión. (Demostración.)"
NOT_ACCEPTED = "No se ve la fecha ni quién la firma. (Demostración.)"
REOPENED = "El país encontró una fila con la fecha equivocada. (Demostración.)"
WITHOUT_REVIEW = "Se publica sin consulta para mostrar el sistema. (Demostración.)"
SECTIONS = {
    "introduction": (
        "Este informe es una demostración: sus cifras, metas y textos son inventados y muestran"
        " cómo se vería un informe anual de la Coalición.\n\nReúne lo que los países y la"
        " coordinación regional informaron y la revisión validó."
    ),
    "axis-1": (
        "Los países avanzaron en todas las actividades de prevención; las capacitaciones y las"
        " mesas fueron las que más se informaron. (Demostración.)"
    ),
    "activity-1.1": (
        "Las mesas de priorización se repitieron en los dos semestres. Lo que queda por hacer es"
        " que todos los países lleguen a su meta. (Demostración.)"
    ),
    "country-HN": (
        "Honduras informó a tiempo los dos semestres y respondió a todas las devoluciones."
        " (Demostración.)"
    ),
    "schedule": (
        "Lo programado se ejecutó en su mayor parte; lo vencido se concentra en las actividades"
        " que dependen de un estudio previo. (Demostración.)"
    ),
    "risks": (
        "El nivel de la región cambió poco; las acciones propias cubren lo que el plan no mitiga."
        " (Demostración.)"
    ),
    "challenges": (
        "La rotación de personal y los presupuestos tardíos fueron los obstáculos que más se"
        " repitieron. (Demostración.)"
    ),
    "good_practices": (
        "La coordinación entre fiscalías y autoridades migratorias fue la buena práctica más"
        " nombrada. (Demostración.)"
    ),
    "priorities": (
        "Priorizar las actividades sin avances y las que mitigan un riesgo alto. (Demostración.)"
    ),
}
