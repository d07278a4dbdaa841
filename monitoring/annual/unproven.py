"""What the validated numbers of a year do not show yet: progress, evidence, goals."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import achievement
from monitoring.achievement import Verdict
from monitoring.models import EntryStatus
from monitoring.reading import Answer, Reading, reporter_name
from monitoring.standings import MeasureReading
from plan.models import Activity

Found = Iterator[tuple[str, str]]
"""Sentences, each with the address where it is mended."""


def without_progress(reading: Reading) -> Found:
    codes = [one.code for one in reading.activities if not has_progress(reading, one)]
    if codes:
        sentence = ngettext(
            "%(count)d actividad sin avances validados: %(codes)s.",
            "%(count)d actividades sin avances validados: %(codes)s.",
            len(codes),
        )
        said = {"count": len(codes), "codes": ", ".join(codes)}
        yield sentence % said, reverse("monitoring:owing_plan", args=[reading.plan.code])


def has_progress(reading: Reading, activity: Activity) -> bool:
    answers = reading.answers_to(activity)
    told = [one for one in answers if one.semester[0] == reading.year and one.entry.progress]
    return bool(told) or any(one.records_in(reading.year) for one in answers)


def without_evidence(reading: Reading) -> Found:
    """Goals that are reached by rows of which no evidence was accepted, and what is only said."""
    for activity in reading.activities:
        life = reverse("monitoring:activity_life", args=[reading.plan.code, activity.code])
        for one in measures_of(reading, activity):
            if any(is_unproven(standing) for standing in one.judged):
                said = {"code": activity.code, "measure": one.measure.name}
                yield (
                    _(
                        "%(code)s: «%(measure)s» llega a su meta, pero no con evidencia aceptada:"
                        " no se da por cumplida."
                    )
                    % said,
                    life,
                )
        if names := said_done(reading, activity):
            said = {"code": activity.code, "names": ", ".join(names)}
            sentence = _("%(code)s: concluida según %(names)s, sin evidencia aceptada.") % said
            yield sentence, life


def is_unproven(standing: achievement.Standing) -> bool:
    """It reaches its goal, and what has accepted evidence alone does not."""
    shown = achievement.share(standing.backed.number, standing.goal)
    return achievement.is_whole(standing.share) and not achievement.is_whole(shown)


def said_done(reading: Reading, activity: Activity) -> list[str]:
    """Who says last that it is concluded, and never showed any evidence that was accepted."""
    by_party: dict[str, list[Answer]] = {}
    for answer in reading.answers_to(activity):
        if answer.semester[0] <= reading.year:
            by_party.setdefault(reporter_name(answer.stakeholder), []).append(answer)
    return [name for name, answers in by_party.items() if is_only_said(answers)]


def is_only_said(answers: Iterable[Answer]) -> bool:
    told = [one.declared for one in answers if one.declared]
    shown = any(one.is_accepted for answer in answers for one in answer.entry.evidence.all())
    return bool(told) and told[-1] == EntryStatus.DONE and not shown


def without_goal(reading: Reading) -> Found:
    verdicts = [
        achievement.verdict(s for one in measures_of(reading, activity) for s in one.judged)
        for activity in reading.activities
    ]
    count = verdicts.count(Verdict.NOT_EVALUABLE)
    if count:
        sentence = ngettext(
            "%(count)d indicador no se puede evaluar porque no tiene meta confirmada.",
            "%(count)d indicadores no se pueden evaluar porque no tienen meta confirmada.",
            count,
        )
        yield sentence % {"count": count}, reverse("plan:target_list", args=[reading.plan.code])


def measures_of(reading: Reading, activity: Activity) -> list[MeasureReading]:
    measures = activity.indicator.measures.all()
    return [MeasureReading(reading, activity, one) for one in measures]
