"""Why an activity stands where it stands: its place and its four numbers, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.gaps import Basis, Facts, Gap, Part


def why(gap: Gap) -> list[tuple[Part, str, int]]:
    """Each of the four: what it says, and the points that it gives."""
    sentences = {
        Part.ACHIEVEMENT: say_achievement(gap),
        Part.TIME: say_time(gap.facts),
        Part.COUNTRIES: say_countries(gap.facts),
        Part.RISKS: say_risks(gap.facts),
    }
    return [(part, sentence, gap.points[part]) for part, sentence in sentences.items()]


def say_place(gap: Gap) -> str:
    sentence = _("Lugar %(place)d de %(of)d: %(total)d de %(most)d puntos.") % {
        "place": gap.place,
        "of": gap.of,
        "total": gap.total,
        "most": gap.most,
    }
    if gap.is_open:
        return sentence
    return f"{sentence} {_('No le falta nada: el tiempo y los riesgos no le suman.')}"


def say_achievement(gap: Gap) -> str:
    facts = gap.facts
    if facts.share is None:
        return {
            Basis.NO_DATA: _("Sin dato: nadie informó todavía. No es un cero."),
            Basis.NOT_PROGRAMMED: _("No estaba programada hasta ahora: no debe nada."),
        }.get(facts.basis, _("Sin meta: no hay con qué comparar lo informado. No es un cero."))
    return " ".join(filter(None, [said_share(gap), said_unknown(facts)]))


def said_share(gap: Gap) -> str:
    return _("Va en %(percent)d %% de su meta: %(how)s.") % {
        "percent": gap.percent,
        "how": how_far(gap),
    }


def how_far(gap: Gap) -> str:
    share, limits = gap.facts.share, gap.thresholds
    if share is None or share >= 1:
        return _("la alcanzó")
    if share * 100 < limits.red_below:
        return _("menos de %(limit)d %%") % {"limit": limits.red_below}
    if share * 100 < limits.green_from:
        return _("menos de %(limit)d %%") % {"limit": limits.green_from}
    return _("%(limit)d %% o más") % {"limit": limits.green_from}


def said_unknown(facts: Facts) -> str:
    if not facts.unknown:
        return ""
    return _("De %(unknown)d de sus %(of)d medidas no se sabe: sin dato o sin meta.") % {
        "unknown": facts.unknown,
        "of": len(facts.measures),
    }


def say_time(facts: Facts) -> str:
    if not facts.left:
        return _("No le queda ningún semestre programado.")
    if not facts.is_captured:
        sentence = ngettext(
            "Su cronograma está por capturar: queda el último semestre del plan.",
            "Su cronograma está por capturar: quedan los %(count)d semestres del plan.",
            len(facts.left),
        )
    else:
        sentence = ngettext(
            "Le queda %(count)d semestre programado: %(codes)s.",
            "Le quedan %(count)d semestres programados: %(codes)s.",
            len(facts.left),
        )
    return sentence % {"count": len(facts.left), "codes": ", ".join(facts.left)}


def say_countries(facts: Facts) -> str:
    if facts.is_regional:
        return (
            _("La coordinación regional no tiene avance validado.")
            if facts.missing
            else _("La coordinación regional tiene avance validado.")
        )
    if not facts.missing:
        return _("No le falta el avance validado de ningún país.")
    sentence = ngettext(
        "Falta el avance validado de %(count)d país de %(asked)d: %(names)s.",
        "Falta el avance validado de %(count)d países de %(asked)d: %(names)s.",
        len(facts.missing),
    )
    return sentence % {
        "count": len(facts.missing),
        "asked": facts.asked,
        "names": ", ".join(facts.missing),
    }


def say_risks(facts: Facts) -> str:
    risks = facts.open_risks
    if not risks:
        return _("No mitiga ningún riesgo abierto de nivel alto o medio.")
    named = ", ".join(f"{risk.code} ({risk.level.label.lower()})" for risk in risks)
    sentence = ngettext(
        "Mitiga un riesgo abierto: %(named)s.", "Mitiga riesgos abiertos: %(named)s.", len(risks)
    )
    return sentence % {"named": named}
