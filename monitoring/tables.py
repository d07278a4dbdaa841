import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from monitoring.models import ProgressReport, ReportingPeriod
from plan.models import Plan


def without_plan() -> list[str]:
    """The columns that say nothing where there is one plan only."""
    return [] if Plan.objects.count() > 1 else ["plan"]


class ReportTable(tables.Table):
    report = tables.Column(
        verbose_name=_("Informa"), accessor="title", order_by="stakeholder__order", linkify=True
    )
    semester = tables.Column(
        verbose_name=_("Semestre"),
        accessor="period__semester__code",
        order_by=("period__semester__year", "period__semester__half"),
    )
    plan = tables.Column(verbose_name=_("Plan"), accessor="period__semester__plan", orderable=False)
    state = tables.Column(verbose_name=_("Estado"))
    answered = tables.Column(verbose_name=_("Actividades"), orderable=False)
    due = tables.DateColumn(
        verbose_name=_("Se entrega hasta el"), accessor="period__due_on", format="d/m/Y"
    )
    submitted_at = tables.DateColumn(verbose_name=_("Enviado el"), format="d/m/Y", default="—")

    class Meta:
        model = ProgressReport
        fields: list[str] = []
        sequence = ["report", "semester", "plan", "state", "answered", "due", "submitted_at"]
        empty_text = _("No hay informes que mostrar. Quite el filtro o espere la apertura.")

    def render_state(self, value, record):
        return format_html('<span class="tag {}">{}</span>', record.state, value)

    def render_answered(self, value, record):
        return format_html(
            '<progress value="{}" max="{}"></progress> {}',
            value,
            record.asked or 1,
            _("%(answered)d de %(asked)d") % {"answered": value, "asked": record.asked},
        )


class PeriodTable(tables.Table):
    semester = tables.Column(verbose_name=_("Semestre"), orderable=False)
    plan = tables.Column(verbose_name=_("Plan"), accessor="semester__plan", orderable=False)
    edition = tables.Column(verbose_name=_("Edición del plan"), orderable=False)
    opens_on = tables.DateColumn(verbose_name=_("Abre el"), format="d/m/Y", orderable=False)
    due_on = tables.DateColumn(
        verbose_name=_("Se entrega hasta el"), format="d/m/Y", orderable=False
    )
    closes_on = tables.DateColumn(verbose_name=_("Cierra el"), format="d/m/Y", orderable=False)
    submitted = tables.Column(verbose_name=_("Por revisar"), orderable=False)
    validated = tables.Column(verbose_name=_("Validados"), orderable=False)
    expected = tables.Column(verbose_name=_("Informes"), orderable=False)

    class Meta:
        model = ReportingPeriod
        fields: list[str] = []
        empty_text = _("Todavía no se ha abierto ningún semestre.")
