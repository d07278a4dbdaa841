import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from monitoring.models import Notice, ProgressReport, ReportingPeriod
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
    due = tables.Column(
        verbose_name=_("Se entrega hasta el"), accessor="due_on", order_by="period__due_on"
    )
    submitted_at = tables.DateColumn(verbose_name=_("Enviado el"), format="d/m/Y", default="—")

    class Meta:
        model = ProgressReport
        fields: list[str] = []
        sequence = ["report", "semester", "plan", "state", "answered", "due", "submitted_at"]
        empty_text = _("No hay informes que mostrar. Quite el filtro o espere la apertura.")

    def render_state(self, value, record):
        return format_html('<span class="tag {}">{}</span>', record.state, value)

    def render_due(self, value, record):
        """Its own date, and how late it is where it is still owed."""
        if not record.days_overdue:
            return f"{value:%d/%m/%Y}"
        sentence = ngettext("%(n)d día de retraso", "%(n)d días de retraso", record.days_overdue)
        late = sentence % {"n": record.days_overdue}
        return format_html('{} <span class="tag red">{}</span>', f"{value:%d/%m/%Y}", late)

    def render_answered(self, value, record):
        return format_html(
            '<progress value="{}" max="{}"></progress> {}',
            value,
            record.asked or 1,
            _("%(answered)d de %(asked)d") % {"answered": value, "asked": record.asked},
        )


class PeriodTable(tables.Table):
    semester = tables.Column(
        verbose_name=_("Semestre"),
        orderable=False,
        linkify=lambda record: record.get_absolute_url(),
    )
    plan = tables.Column(verbose_name=_("Plan"), accessor="semester__plan", orderable=False)
    state = tables.Column(verbose_name=_("Estado"), orderable=False)
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

    def render_state(self, value):
        return format_html('<span class="tag {}">{}</span>', value.value, value.label)


class NoticeTable(tables.Table):
    written_at = tables.DateTimeColumn(verbose_name=_("Escrito el"), format="d/m/Y H:i")
    occasion = tables.Column(verbose_name=_("Por qué"), orderable=False)
    user = tables.Column(verbose_name=_("A quién"), order_by="user__name")
    subject = tables.TemplateColumn(
        verbose_name=_("Qué dice"), template_name="monitoring/_notice.html", orderable=False
    )
    sent_at = tables.Column(verbose_name=_("Salió"), empty_values=[])

    class Meta:
        model = Notice
        fields: list[str] = []
        empty_text = _("No se ha escrito ningún aviso que cumpla con este filtro.")

    def render_user(self, value, record):
        return format_html("{}<br><small>{}</small>", value, record.address)

    def render_sent_at(self, value, record):
        if value:
            moment = timezone.localtime(value)
            return format_html('<span class="tag green">✓ {}</span>', f"{moment:%d/%m/%Y %H:%M}")
        if record.fault:
            tag = format_html('<span class="tag red">{}</span>', _("no salió"))
            return format_html("{}<br><small>{}</small>", tag, record.fault)
        return format_html('<span class="tag yellow">{}</span>', _("por enviar"))
