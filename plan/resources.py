"""The plan's tables as spreadsheets: Spanish headings, codes and never an id."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, DecimalWidget, IntegerWidget

from plan.models import Activity, Measure, Target


class ActivityResource(ModelResource):
    plan = Field("plan__code", _("Plan"))
    axis = Field("objective__axis__number", _("Eje"), IntegerWidget(coerce_to_string=False))
    objective = Field("objective__number", _("Objetivo"), IntegerWidget(coerce_to_string=False))
    code = Field("code", _("Actividad"))
    statement = Field("statement", _("Enunciado"))
    schedule_statement = Field("schedule_statement", _("Detalles en el cronograma"))
    responsibilities_text = Field("responsibilities_text", _("Responsables"))
    schedule_responsibilities_text = Field(
        "schedule_responsibilities_text", _("Responsables en el cronograma")
    )
    indicator = Field("indicator__statement", _("Indicador"))
    schedule_indicator = Field("indicator__schedule_statement", _("Indicador en el cronograma"))
    semesters = Field(column_name=_("Semestres programados"))

    class Meta:
        model = Activity
        fields = export_order = [
            "plan",
            "axis",
            "objective",
            "code",
            "statement",
            "schedule_statement",
            "responsibilities_text",
            "schedule_responsibilities_text",
            "indicator",
            "schedule_indicator",
            "semesters",
        ]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("plan", "objective__axis", "indicator").prefetch_related(
            "semesters"
        )

    def dehydrate_semesters(self, activity):
        return "; ".join(semester.code for semester in activity.semesters.all())


class MeasureResource(ModelResource):
    plan = Field("indicator__activity__plan__code", _("Plan"))
    activity = Field("indicator__activity__code", _("Actividad"))
    code = Field("code", _("Medida"))
    name = Field("name", _("Nombre"))
    kind = Field("get_kind_display", _("Clase"))
    unit = Field("unit", _("Unidad"))
    scope = Field("get_scope_display", _("Ámbito"))
    breakdown = Field("get_breakdown_display", _("Desglose"))
    counted_from = Field("get_counted_from_display", _("Se cuenta de"))
    reported_by = Field("get_reported_by_display", _("La informa"))
    is_proposed = Field("is_proposed", _("Propuesta por el sistema"))

    class Meta:
        model = Measure
        fields = export_order = [
            "plan",
            "activity",
            "code",
            "name",
            "kind",
            "unit",
            "scope",
            "breakdown",
            "counted_from",
            "reported_by",
            "is_proposed",
        ]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("indicator__activity__plan")

    def dehydrate_is_proposed(self, measure):
        return gettext("sí") if measure.is_proposed else gettext("no")


class TargetResource(ModelResource):
    plan = Field("measure__indicator__activity__plan__code", _("Plan"))
    measure = Field("measure__code", _("Medida"))
    measure_name = Field("measure__name", _("Nombre de la medida"))
    stakeholder = Field("stakeholder__code", _("De quién (vacío: la región)"))
    year = Field("year", _("Año (vacío: todo el plan)"), IntegerWidget(coerce_to_string=False))
    value = Field("value", _("Valor"), DecimalWidget(coerce_to_string=False))
    state = Field("get_state_display", _("Estado"))
    source = Field("get_source_display", _("Fuente"))
    source_note = Field("source_note", _("Detalle de la fuente"))
    dated = Field("dated", _("Fecha"), DateWidget(coerce_to_string=False))

    class Meta:
        model = Target
        fields = export_order = [
            "plan",
            "measure",
            "measure_name",
            "stakeholder",
            "year",
            "value",
            "state",
            "source",
            "source_note",
            "dated",
        ]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("measure__indicator__activity__plan", "stakeholder")
