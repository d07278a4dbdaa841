import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import (
    ForSecretariat,
    ReadOnlyAdmin,
    SecretariatAdmin,
    SecretariatInline,
    is_protected,
)
from corett.accounts.spreadsheets import SpreadsheetExport
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
from plan.resources import ActivityResource, MeasureResource, TargetResource


@admin.display(description=_("enunciado"))
def short_statement(row):
    return Truncator(row.statement).words(16)


class SemesterInline(SecretariatInline):
    model = Semester


@admin.register(Plan)
class PlanAdmin(SecretariatAdmin):
    list_display = ["code", "title", "start", "end", "is_demonstration"]
    search_fields = ["code", "title"]
    permanent_fields = ("code",)
    inlines = [SemesterInline]


@admin.register(Semester)
class SemesterAdmin(SecretariatAdmin):
    permanent_fields = ("plan", "year", "half")
    list_display = ["code", "plan", "year", "half"]
    list_filter = ["plan", "year"]
    list_select_related = ["plan"]


@admin.register(Axis)
class AxisAdmin(SecretariatAdmin):
    permanent_fields = ("plan", "number")
    list_display = ["number", "name", "plan"]
    list_display_links = ["number", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "definition"]


@admin.register(Objective)
class ObjectiveAdmin(SecretariatAdmin):
    permanent_fields = ("plan", "number")
    list_display = ["number", short_statement, "axis"]
    list_display_links = ["number", short_statement]
    list_filter = ["plan", "axis"]
    list_select_related = ["axis"]
    search_fields = ["statement"]


class IndicatorInline(ForSecretariat, admin.StackedInline):
    """Each activity has its one indicator; it comes and goes with it."""

    model = Indicator
    min_num = 1
    can_delete = False


class ResponsibilityInline(SecretariatInline):
    model = Responsibility
    filter_horizontal = ["stakeholders"]


class ScheduleCellInline(SecretariatInline):
    model = ScheduleCell

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        semesters = formset.form.base_fields["semester"]
        if obj is not None:
            semesters.queryset = obj.plan.semesters.all()
        return formset


@admin.register(Activity)
class ActivityAdmin(SpreadsheetExport, SecretariatAdmin):
    resource_classes = [ActivityResource]
    list_display = ["code", short_statement, "objective"]
    list_display_links = ["code", short_statement]
    list_filter = ["plan", "objective__axis"]
    list_select_related = ["objective"]
    search_fields = ["code", "statement", "schedule_statement", "indicator__statement"]
    permanent_fields = ("plan", "code")
    inlines = [IndicatorInline, ResponsibilityInline, ScheduleCellInline]


class TargetInline(SecretariatInline):
    model = Target


@admin.register(Measure)
class MeasureAdmin(SpreadsheetExport, SecretariatAdmin):
    permanent_fields = ("indicator", "letter")
    resource_classes = [MeasureResource]
    list_display = ["code", "name", "kind", "unit", "scope", "reported_by", "is_proposed"]
    list_display_links = ["code", "name"]
    list_filter = ["indicator__activity__objective__axis", "kind", "scope", "is_proposed"]
    list_select_related = ["indicator__activity"]
    search_fields = ["name", "indicator__activity__code"]
    inlines = [TargetInline]

    def has_delete_permission(self, request, obj=None):
        """What reports answered stays, even where they only counted rows for it."""
        is_reported = obj is not None and is_protected(obj.indicator.activity)
        return super().has_delete_permission(request, obj) and not is_reported

    def get_field_queryset(self, db, db_field, request):
        if db_field.name == "indicator":
            return Indicator.objects.select_related("activity")
        return super().get_field_queryset(db, db_field, request)


@admin.register(Target)
class TargetAdmin(SpreadsheetExport, SecretariatAdmin):
    resource_classes = [TargetResource]
    list_display = ["measure", "stakeholder", "year", "value", "state", "source"]
    list_filter = ["state", "source", "year", "stakeholder"]
    list_select_related = ["measure__indicator__activity", "stakeholder"]
    search_fields = ["measure__name", "measure__indicator__activity__code", "source_note"]

    def get_field_queryset(self, db, db_field, request):
        if db_field.name == "measure":
            return Measure.objects.select_related("indicator__activity")
        return super().get_field_queryset(db, db_field, request)


@admin.register(GuidingApproach)
class GuidingApproachAdmin(SecretariatAdmin):
    list_display = ["order", "name", "plan"]
    list_display_links = ["order", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "text"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SecretariatAdmin):
    list_display = ["order", "term", "plan"]
    list_display_links = ["order", "term"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["term", "definition"]


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
