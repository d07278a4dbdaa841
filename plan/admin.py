import json

from django.contrib import admin
from django.forms.models import ModelForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import (
    ReadOnlyAdmin,
    SecretariatAdmin,
    SecretariatInline,
    SecretariatStackedInline,
    kept_by,
)
from plan.admin_measures import MeasureInline
from plan.admin_tables import NumberedTable, OrderedTable, PlanTable
from plan.difference import Part
from plan.models import (
    Activity,
    Axis,
    GlossaryTerm,
    GuidingApproach,
    Indicator,
    Measure,
    Objective,
    Plan,
    PlanEdition,
    Responsibility,
    ScheduleCell,
    Semester,
    Target,
)
from plan.resources import (
    ActivityResource,
    ApproachResource,
    AxisResource,
    MeasureResource,
    ObjectiveResource,
    PlanResource,
    SemesterResource,
    TargetResource,
    TermResource,
)


@admin.display(description=_("enunciado"))
def short_statement(row):
    return Truncator(row.statement).words(16)


class SemesterForm(ModelForm):
    """A semester keeps its year and half: reports and the cronograma name it by them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = self.instance.pk is not None


class SemesterInline(SecretariatInline):
    model = Semester
    form = SemesterForm


@admin.register(Plan)
class PlanAdmin(PlanTable, SecretariatAdmin):
    resource_classes = [PlanResource]
    list_display = ["code", "title", "start", "end", "is_demonstration"]
    search_fields = ["code", "title"]
    permanent_fields = ("code",)
    inlines = [SemesterInline]


@admin.register(Semester)
class SemesterAdmin(PlanTable, SecretariatAdmin):
    resource_classes = [SemesterResource]
    permanent_fields = ("plan", "year", "half")
    list_display = ["code", "plan", "year", "half"]
    list_filter = ["plan", "year"]
    list_select_related = ["plan"]


@admin.register(Axis)
class AxisAdmin(NumberedTable, SecretariatAdmin):
    part = Part.AXIS
    resource_classes = [AxisResource]
    permanent_fields = ("plan", "number")
    list_display = ["number", "name", "plan"]
    list_display_links = ["number", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "definition"]


@admin.register(Objective)
class ObjectiveAdmin(NumberedTable, SecretariatAdmin):
    part = Part.OBJECTIVE
    resource_classes = [ObjectiveResource]
    permanent_fields = ("plan", "number")
    list_display = ["number", short_statement, "axis"]
    list_display_links = ["number", short_statement]
    list_filter = ["plan", "axis"]
    list_select_related = ["axis"]
    search_fields = ["statement"]


class IndicatorInline(SecretariatStackedInline):
    """Each activity has its one indicator; it comes and goes with it."""

    model = Indicator
    min_num = 1
    can_delete = False


class ResponsibilityInline(SecretariatInline):
    model = Responsibility
    filter_horizontal = ["stakeholders"]


class ReadInline(SecretariatInline):
    """What is edited on a page of its own; here it is read, and its history kept."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ScheduleCellInline(ReadInline):
    model = ScheduleCell


def link(address: str, label) -> str:
    return format_html('<a href="{}">{}</a>', address, label)


@admin.register(Activity)
class ActivityAdmin(PlanTable, SecretariatAdmin):
    part = Part.ACTIVITY
    resource_classes = [ActivityResource]
    list_display = ["code", short_statement, "objective", "retired_on", "plan"]
    list_display_links = ["code", short_statement]
    list_filter = ["plan", "objective__axis", ("retired_on", admin.EmptyFieldListFilter)]
    list_select_related = ["objective", "plan"]
    search_fields = ["code", "statement", "schedule_statement", "indicator__statement"]
    permanent_fields = ("plan", "code")
    readonly_fields = ["schedule_page"]
    inlines = [IndicatorInline, MeasureInline, ResponsibilityInline, ScheduleCellInline]

    def get_inlines(self, request, obj):
        """A new activity gets its indicator first; what hangs on that, once it is saved."""
        inlines = super().get_inlines(request, obj)
        return inlines if obj else [one for one in inlines if one is not MeasureInline]

    @admin.display(description=_("cronograma"))
    def schedule_page(self, activity):
        if activity.pk is None:
            return "—"
        address = reverse("plan:schedule_edit", args=[activity.plan.code])
        return link(address, _("Marcar sus semestres en la cuadrícula"))


class TargetInline(ReadInline):
    model = Target


def link_to_targets(measure: Measure) -> str:
    address = reverse(
        "plan:target_measure", args=[measure.indicator.activity.plan.code, measure.code]
    )
    return link(address, _("Proponer metas en la cuadrícula"))


@admin.register(Measure)
class MeasureAdmin(PlanTable, SecretariatAdmin):
    part = Part.MEASURE
    permanent_fields = ("indicator", "letter")
    resource_classes = [MeasureResource]
    list_display = ["code", "name", "kind", "unit", "scope", "reported_by", "retired_on", "plan"]
    list_display_links = ["code", "name"]
    list_filter = [
        "indicator__activity__plan",
        "indicator__activity__objective__axis",
        "kind",
        "scope",
        "is_proposed",
        ("retired_on", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["indicator__activity__plan"]
    search_fields = ["name", "indicator__activity__code"]
    readonly_fields = ["targets_page"]
    inlines = [TargetInline]

    @admin.display(description=_("metas"))
    def targets_page(self, measure):
        return link_to_targets(measure) if measure.pk else "—"

    def kept_by(self, row):
        """What reports answered stays, even where they only counted rows for it."""
        return [*kept_by(row.indicator.activity), *super().kept_by(row)]

    def plan_of(self, measure):
        return measure.indicator.activity.plan

    @admin.display(description=_("plan"))
    def plan(self, measure):
        return self.plan_of(measure)

    def get_search_results(self, request, queryset, search_term):
        """Also by its code, «3.1.a»."""
        activity, _dot, letter = search_term.strip().rpartition(".")
        if activity and letter.isalpha():
            found = queryset.filter(indicator__activity__code=activity, letter=letter)
            return found, False
        return super().get_search_results(request, queryset, search_term)

    def get_field_queryset(self, db, db_field, request):
        if db_field.name == "indicator":
            return Indicator.objects.select_related("activity")
        return super().get_field_queryset(db, db_field, request)


@admin.register(Target)
class TargetAdmin(PlanTable, SecretariatAdmin):
    """Read here with its history; proposed in the grids and decided by the visto bueno."""

    resource_classes = [TargetResource]
    list_display = ["measure", "stakeholder", "year", "value", "state", "source"]
    list_filter = ["state", "source", "year", "stakeholder"]
    list_select_related = ["measure__indicator__activity", "stakeholder"]
    search_fields = ["measure__name", "measure__indicator__activity__code", "source_note"]
    fields = [
        "measure",
        "stakeholder",
        "year",
        "value",
        "state",
        "source",
        "source_note",
        "dated",
        "decided_at",
        "decided_by",
        "targets_page",
    ]
    readonly_fields = ["targets_page"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("dónde se cambia"))
    def targets_page(self, target):
        return link_to_targets(target.measure)


@admin.register(GuidingApproach)
class GuidingApproachAdmin(OrderedTable, SecretariatAdmin):
    part = Part.APPROACH
    permanent_fields = ("plan", "order")
    resource_classes = [ApproachResource]
    list_display = ["order", "name", "plan"]
    list_display_links = ["order", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "text"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PlanTable, SecretariatAdmin):
    permanent_fields = ("plan", "order")
    resource_classes = [TermResource]
    list_display = ["order", "term", "plan"]
    list_display_links = ["order", "term"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["term", "definition", "variants"]


@admin.register(PlanEdition)
class PlanEditionAdmin(ReadOnlyAdmin):
    """Editions are published, never written by hand."""

    list_display = ["number", "plan", "reason", "published_at", "published_by"]
    list_filter = ["plan"]
    list_select_related = ["plan", "published_by"]
    fields = ["plan", "number", "reason", "published_at", "published_by", "content_as_text"]

    @admin.display(description=_("contenido"))
    def content_as_text(self, edition):
        return format_html(
            "<pre>{}</pre>", json.dumps(edition.content, ensure_ascii=False, indent=2)
        )
