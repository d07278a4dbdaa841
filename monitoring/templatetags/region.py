"""How the states of the region's pages are told: a sign, a word and what it means."""

from django import template
from django.utils.translation import gettext_lazy as _

from monitoring.achievement import State

register = template.Library()

SIGNS = {
    State.MET: "✓",
    State.GREEN: "●",
    State.YELLOW: "▲",
    State.RED: "■",
    State.ON_TIME: "○",
    State.NO_TARGET: "□",
    State.NO_DATA: "–",
    State.NOT_PROGRAMMED: "╱",
    State.RESCHEDULED: "→",
    State.NOT_APPLICABLE: "×",
}
MEANINGS = {
    State.MET: _("se alcanzó toda la meta, y su evidencia está aceptada"),
    State.GREEN: _("llega al umbral verde de la meta que ya venció"),
    State.YELLOW: _("está entre los dos umbrales"),
    State.RED: _("está por debajo del umbral rojo"),
    State.ON_TIME: _("tiene meta y su plazo no ha vencido"),
    State.NO_TARGET: _("se informó, y no hay meta con que compararlo: no se puede evaluar"),
    State.NO_DATA: _("nadie lo ha informado, o falta una medida con meta vencida; no es un cero"),
    State.NOT_PROGRAMMED: _("el cronograma no la marca en el periodo"),
    State.RESCHEDULED: _("se declaró, con su motivo"),
    State.NOT_APPLICABLE: _("se declaró, con su motivo"),
}


@register.filter
def sign(state: str) -> str:
    return SIGNS.get(State(state), "")


@register.filter
def meaning(state: str) -> str:
    return str(MEANINGS[State(state)])
