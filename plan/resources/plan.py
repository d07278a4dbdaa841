"""The plan itself and its semesters."""

import re

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.cells import Cell, CodeCell, DayCell, WholeCell, YesCell
from corett.accounts.exchange import Column, TableResource
from plan.difference import Part, Place
from plan.models import Plan, Semester
from plan.resources.cells import plan_cell

SEMESTER = re.compile(r"([1-9]\d{3})-([12])")
MOST_EDITIONS = 30_000


class PlanResource(TableResource):
    """`numbers` are the editions that new plans say they are, by the code of the plan."""

    title = gettext_lazy("Plan")
    keys = ("code",)
    plan_path = "pk"

    code = Column("code", gettext_lazy("Plan"), CodeCell())
    plan_title = Column("title", gettext_lazy("Título"), Cell())
    start = Column("start", gettext_lazy("Inicio"), DayCell())
    end = Column("end", gettext_lazy("Fin"), DayCell())
    red_below = Column("red_below", gettext_lazy("Rojo por debajo de (%)"), WholeCell())
    green_from = Column("green_from", gettext_lazy("Verde desde (%)"), WholeCell())
    is_demonstration = Column(
        "is_demonstration",
        gettext_lazy("Contiene datos de demostración"),
        YesCell(),
        is_information=True,
    )
    edition = Column(
        "last_edition", gettext_lazy("Edición"), WholeCell(optional=True), is_information=True
    )
    unpublished = Column(
        "is_unpublished", gettext_lazy("Cambios sin publicar"), YesCell(), is_information=True
    )

    class Meta:
        model = Plan

    def __init__(self, *, unpublished=(), **kwargs):
        """`unpublished` are the codes of those that say more than their last edition."""
        super().__init__(**kwargs)
        self.codes_unpublished = set(unpublished)
        self.numbers: dict[str, int] = {}

    def filter_export(self, queryset, **kwargs):
        return queryset.annotate(last_edition=Max("editions__number"))

    def dehydrate_unpublished(self, plan):
        return _("sí") if plan.code in self.codes_unpublished else None

    def init_instance(self, row=None):
        """What only says where the file comes from counts for a plan that is new here."""
        plan = super().init_instance(row)
        said = {name: self.understood(name, row) for name in ("edition", "unpublished")}
        plan.is_demonstration = bool(self.understood("is_demonstration", row))
        self.numbers[plan.code] = (said["edition"] or 1) + bool(
            said["edition"] and said["unpublished"]
        )
        return plan

    def place_of(self, key, attribute):
        return Place(Part.PLAN, "", attribute)

    def plan_in(self, row):
        [code] = self.key_in(row)
        return code

    def judge(self, plan):
        if not plan._state.adding or 1 <= self.numbers[plan.code] <= MOST_EDITIONS:
            return {}
        sentence = _("Escriba el número de una edición, de 1 a %(most)d, o déjelo vacío.")
        return {"last_edition": [sentence % {"most": MOST_EDITIONS}]}

    def understood(self, name: str, row: dict):
        column = self.fields[name]
        try:
            return column.clean(row) if column.column_name in row else None
        except ValueError:
            return None


class SemesterCell(CodeCell):
    def clean(self, value, row=None, **kwargs):
        code = super().clean(value)
        if not SEMESTER.fullmatch(code):
            sentence = _("«%(code)s» no es un semestre; escríbalo como 2025-1.")
            raise ValueError(sentence % {"code": code})
        return code


class SemesterResource(TableResource):
    title = gettext_lazy("Semestres")
    keys = ("plan", "code")

    plan = Column("plan", gettext_lazy("Plan"), plan_cell())
    code = Column("code", gettext_lazy("Semestre"), SemesterCell())

    class Meta:
        model = Semester

    def get_queryset(self):
        return Semester.objects.select_related("plan")

    def begin(self, semester, *, plan, code):
        semester.plan = plan
        semester.year, semester.half = map(int, code.split("-"))

    def place_of(self, key, attribute):
        return Place(Part.PLAN, "", "semesters")
