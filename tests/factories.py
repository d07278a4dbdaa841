"""Small worlds for the tests. A factory makes what it needs and nothing more."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from corett.accounts.models import Membership, Stakeholder, StakeholderKind, User
from corett.directory.models import Institution
from monitoring.models import (
    Comment,
    Decision,
    Evidence,
    EvidenceVerdict,
    Extension,
    Finding,
    FindingSource,
    Priority,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportingPeriod,
    ReportState,
)
from plan.models import (
    Activity,
    Axis,
    CountedFrom,
    Indicator,
    Kind,
    Measure,
    Objective,
    Plan,
    PlanEdition,
    Responsibility,
    Scope,
    Semester,
    Target,
)
from risks.models import Level, Mitigation, MitigationAction, Risk, RiskReview, RiskType


class StakeholderFactory(DjangoModelFactory):
    """A member country; the traits give the other kinds."""

    class Meta:
        model = Stakeholder
        django_get_or_create = ["code"]

    class Params:
        presidency = factory.Trait(
            code="PRES", kind=StakeholderKind.PRESIDENCY, name="Presidencia", order=1
        )
        secretariat = factory.Trait(
            code="ST", kind=StakeholderKind.SECRETARIAT, name="Secretaría Técnica", order=2
        )
        observer = factory.Trait(
            code="OIM", kind=StakeholderKind.OBSERVER, name="Organismo observador"
        )
        donor = factory.Trait(code="DONANTES", kind=StakeholderKind.DONOR, name="Donantes")
        evaluator = factory.Trait(code="EVAL", kind=StakeholderKind.EVALUATOR, name="Evaluación")

    code = factory.Sequence("C{}".format)
    kind = StakeholderKind.COUNTRY
    name = factory.LazyAttribute(lambda country: f"País {country.code}")
    order = factory.Sequence(lambda number: number + 10)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("persona{}@prueba.example".format)
    name = factory.Sequence("Persona {}".format)
    password = factory.django.Password("una contraseña de prueba")


class MembershipFactory(DjangoModelFactory):
    """A hat: a new person who serves `stakeholder` since long ago."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    stakeholder = factory.SubFactory(StakeholderFactory)
    since = datetime.date(2024, 1, 1)


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    country = factory.SubFactory(StakeholderFactory)
    name = factory.Sequence("Institución {}".format)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ["code"]

    code = "tim-2024-2028"
    title = "Plan de prueba"
    start = datetime.date(2024, 7, 1)
    end = datetime.date(2028, 12, 31)


class SemesterFactory(DjangoModelFactory):
    class Meta:
        model = Semester
        django_get_or_create = ["plan", "year", "half"]

    plan = factory.SubFactory(PlanFactory)
    year = 2025
    half = 1


class AxisFactory(DjangoModelFactory):
    class Meta:
        model = Axis
        django_get_or_create = ["plan", "number"]

    plan = factory.SubFactory(PlanFactory)
    number = 1
    name = "Prevención"
    definition = "Definición del eje."


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective
        django_get_or_create = ["plan", "number"]

    plan = factory.SubFactory(PlanFactory)
    axis = factory.SubFactory(AxisFactory, plan=factory.SelfAttribute("..plan"))
    number = 1
    statement = "Enunciado del objetivo."


class ActivityFactory(DjangoModelFactory):
    """An activity with its indicator; `responsible=[…]` prints stakeholders as responsables."""

    class Meta:
        model = Activity
        django_get_or_create = ["plan", "code"]
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    objective = factory.SubFactory(ObjectiveFactory, plan=factory.SelfAttribute("..plan"))
    order = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda activity: f"1.{activity.order}")
    statement = factory.LazyAttribute(lambda activity: f"Enunciado de {activity.code}.")
    schedule_statement = factory.LazyAttribute(lambda activity: f"Detalles de {activity.code}.")
    responsibilities_text = "Países Miembros (ejecución)."
    schedule_responsibilities_text = "Países Miembros."
    indicator = factory.RelatedFactory(
        "tests.factories.IndicatorFactory", factory_related_name="activity"
    )

    @factory.post_generation
    def responsible(self, create, stakeholders, **kwargs):
        if create and stakeholders:
            responsibility = Responsibility.objects.create(
                activity=self, order=self.responsibilities.count() + 1, role="ejecución"
            )
            responsibility.stakeholders.set(stakeholders)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator
        django_get_or_create = ["activity"]

    activity = factory.SubFactory(ActivityFactory, indicator=None)
    statement = "Número de acciones."
    schedule_statement = "Número de acciones."


class MeasureFactory(DjangoModelFactory):
    """A count of rows, asked of each country; `activity=` hangs it on an existing one."""

    class Meta:
        model = Measure

    class Params:
        activity = factory.SubFactory(ActivityFactory)

    indicator = factory.LazyAttribute(lambda measure: measure.activity.indicator)
    letter = factory.LazyAttribute(
        lambda measure: "abcdefgh"[measure.activity.indicator.measures.count()]
    )
    name = factory.LazyAttribute(lambda measure: f"Medida {measure.letter}")
    kind = Kind.COUNT
    unit = "acciones"
    scope = Scope.NATIONAL
    counted_from = factory.LazyAttribute(
        lambda measure: CountedFrom.RECORDS if measure.kind == Kind.COUNT else ""
    )


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    measure = factory.SubFactory(MeasureFactory)
    value = Decimal(1)
    source = "implied"


class RiskTypeFactory(DjangoModelFactory):
    class Meta:
        model = RiskType
        django_get_or_create = ["plan", "order"]

    plan = factory.SubFactory(PlanFactory)
    order = 1
    name = "Tipo de riesgo"


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    plan = factory.SubFactory(PlanFactory)
    type = factory.SubFactory(RiskTypeFactory, plan=factory.SelfAttribute("..plan"))
    order = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda risk: f"R{risk.order}")
    statement = factory.LazyAttribute(lambda risk: f"Enunciado de {risk.code}.")
    level = Level.HIGH
    mitigation = "Mitigación."


class MitigationFactory(DjangoModelFactory):
    class Meta:
        model = Mitigation

    risk = factory.SubFactory(RiskFactory)
    activity = factory.SubFactory(ActivityFactory)


class RiskReviewFactory(DjangoModelFactory):
    """The region's review; `stakeholder=` makes it a country's."""

    class Meta:
        model = RiskReview

    risk = factory.SubFactory(RiskFactory)
    semester = factory.SubFactory(SemesterFactory, plan=factory.SelfAttribute("..risk.plan"))
    stakeholder = factory.SubFactory(StakeholderFactory, secretariat=True)
    level = Level.MEDIUM
    reviewed_by = factory.SubFactory(UserFactory)


class MitigationActionFactory(DjangoModelFactory):
    class Meta:
        model = MitigationAction

    risk = factory.SubFactory(RiskFactory)
    order = factory.LazyAttribute(lambda action: action.risk.actions.count() + 1)
    statement = "Una acción propia."
    owner = factory.SubFactory(StakeholderFactory)
    due_on = datetime.date(2026, 6, 30)


class PlanEditionFactory(DjangoModelFactory):
    class Meta:
        model = PlanEdition
        django_get_or_create = ["plan", "number"]

    plan = factory.SubFactory(PlanFactory)
    number = 1
    content = factory.LazyFunction(dict)
    reason = "Carga del plan aprobado"


class PeriodFactory(DjangoModelFactory):
    """A semester open for reporting today."""

    class Meta:
        model = ReportingPeriod
        django_get_or_create = ["semester"]

    semester = factory.SubFactory(SemesterFactory)
    edition = factory.SubFactory(PlanEditionFactory, plan=factory.SelfAttribute("..semester.plan"))
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=60))


class ReportFactory(DjangoModelFactory):
    """A draft; the traits bring it to its other states as a person of its stakeholder would."""

    class Meta:
        model = ProgressReport

    class Params:
        submitted = factory.Trait(
            state=ReportState.SUBMITTED,
            submitted_at=factory.LazyFunction(timezone.now),
            submitted_by=factory.SubFactory(UserFactory),
        )
        returned = factory.Trait(submitted=True, state=ReportState.RETURNED)
        validated = factory.Trait(
            submitted=True,
            state=ReportState.VALIDATED,
            validated_at=factory.LazyFunction(timezone.now),
            validated_by=factory.SubFactory(UserFactory),
        )

    period = factory.SubFactory(PeriodFactory)
    stakeholder = factory.SubFactory(StakeholderFactory)


class EntryFactory(DjangoModelFactory):
    """An answered activity; `progress=""` makes it unanswered."""

    class Meta:
        model = ProgressEntry

    report = factory.SubFactory(ReportFactory)
    activity = factory.SubFactory(ActivityFactory)
    progress = "Se avanzó."


class RecordFactory(DjangoModelFactory):
    class Meta:
        model = Record
        skip_postgeneration_save = True

    entry = factory.SubFactory(EntryFactory)
    title = "Una acción"
    ended_on = factory.LazyAttribute(lambda record: record.entry.report.period.semester.start)
    saved_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def institutions(self, create, institutions, **kwargs):
        if create and institutions:
            self.institutions.set(institutions)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    class Params:
        accepted = factory.Trait(
            verdict=EvidenceVerdict.ACCEPTED,
            judged_at=factory.LazyFunction(timezone.now),
            judged_by=factory.SubFactory(UserFactory),
        )

    entry = factory.SubFactory(EntryFactory)
    title = "Lista de asistencia"
    url = "https://ejemplo.example/lista"
    added_by = factory.SubFactory(UserFactory)


class CommentFactory(DjangoModelFactory):
    """A talk that the reviewer opened and nobody has settled."""

    class Meta:
        model = Comment

    entry = factory.SubFactory(EntryFactory)
    text = "¿Puede añadir la lista de asistencia?"
    by = factory.SubFactory(UserFactory)
    stakeholder = factory.SubFactory(StakeholderFactory, secretariat=True)


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    report = factory.SubFactory(ReportFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=45))
    reason = "Cambio de punto focal."
    by = factory.SubFactory(UserFactory)
    stakeholder = factory.SubFactory(StakeholderFactory, secretariat=True)


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    activity = factory.SubFactory(ActivityFactory)
    year = 2026
    decision = Decision.ACCELERATE
    reason = "Faltan países."
    decided_by = factory.SubFactory(UserFactory)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    source = FindingSource.EVALUATION
    source_title = "Evaluación de medio término"
    found_on = datetime.date(2026, 6, 30)
    text = "Los registros no separan la edad."
    entered_by = factory.SubFactory(UserFactory)
