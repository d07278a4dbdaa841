import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder
from plan.models import Measure
from plan.reporting import target_lines


class MeasureTable(tables.Table):
    code = tables.Column(
        _("Medida"),
        linkify=lambda record: record.indicator.activity.get_absolute_url(),
        order_by=["indicator__activity__order", "letter"],
    )
    name = tables.Column(_("Qué mide"))
    kind = tables.Column(_("Clase"))
    unit = tables.Column(_("Unidad"))
    scope = tables.Column(_("Ámbito"))
    reported_by = tables.Column(_("La informa"))
    target = tables.Column(
        _("Meta"), empty_values=(), orderable=False, attrs={"td": {"class": "target"}}
    )

    class Meta:
        model = Measure
        fields = ["code", "name", "kind", "unit", "scope", "reported_by", "target"]
        empty_text = _("Ninguna medida cumple con este filtro.")

    def before_render(self, request):
        self.countries = set(Stakeholder.objects.countries())

    def render_name(self, value, record):
        if not record.is_retired:
            return value
        return format_html('{} <span class="tag none">{}</span>', value, gettext("retirada"))

    def render_target(self, record):
        lines = target_lines(record, self.countries)
        if not lines:
            return format_html('<span class="tag none">{}</span>', gettext("sin meta"))
        return format_html_join(
            "",
            "<p>{} · {} · {} <small>({})</small></p>",
            ((line.value, line.who, line.when, line.state) for line in lines),
        )
