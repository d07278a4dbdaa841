"""How the cells of the cronograma are told: a sign, a word and what it means."""

from django import template
from django.utils.translation import gettext_lazy as _

from monitoring.region.asked import is_blank
from monitoring.region.schedule import CellState

register = template.Library()

SIGNS = {
    CellState.DONE: "✓",
    CellState.EXECUTED: "●",
    CellState.UNPLANNED: "✚",
    CellState.PARTLY: "◐",
    CellState.RESCHEDULED: "→",
    CellState.OVERDUE: "■",
    CellState.PROGRAMMED: "○",
    CellState.NOT_APPLICABLE: "×",
    CellState.NOTHING: "·",
    CellState.UNCAPTURED: "?",
}
MEANINGS = {
    CellState.DONE: _("el cronograma marca el semestre, y hay acciones o avances validados en él"),
    CellState.EXECUTED: _("hay acciones o avances validados; el cronograma está por capturar"),
    CellState.UNPLANNED: _("hay acciones o avances validados en un semestre sin programar"),
    CellState.PARTLY: _("se hizo algo y se declaró, con su motivo, que el resto se reprograma"),
    CellState.RESCHEDULED: _("se declaró, con su motivo, y no se hizo nada en él"),
    CellState.OVERDUE: _(
        "el cronograma lo marca, pasó la fecha de entrega y ningún informe validado dice que se"
        " hizo; en la región basta con que lo deba alguien y nadie lo haya hecho"
    ),
    CellState.PROGRAMMED: _("el cronograma lo marca, y todavía hay plazo"),
    CellState.NOT_APPLICABLE: _("se declaró, con su motivo"),
    CellState.NOTHING: _("el cronograma no marca el semestre, y no se hizo nada en él"),
    CellState.UNCAPTURED: _(
        "la Secretaría Técnica todavía no ha marcado los semestres de la actividad: nunca está"
        " vencida"
    ),
}


@register.filter
def cell_sign(state: str) -> str:
    return SIGNS[CellState(state)]


@register.filter
def cell_meaning(state: str) -> str:
    return str(MEANINGS[CellState(state)])


@register.filter
def beside(first, second) -> list[tuple]:
    """Two lists of the same length, pair by pair."""
    return list(zip(first, second, strict=True))


@register.filter
def is_empty(value: dict) -> bool:
    return is_blank(value)
