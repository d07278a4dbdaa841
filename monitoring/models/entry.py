from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Language, User
from corett.lib.constraints import both_or_neither, one_of
from monitoring.models.report import ProgressReport
from monitoring.models.status import (
    NEEDS_REASON,
    NOTHING_TO_TELL,
    TEXTS,
    EntryStatus,
    Lack,
    answered,
)
from plan.models import Activity, GuidingApproach
from risks.models import Risk


class ProgressEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(report__in=ProgressReport.objects.visible_to(user))

    def untouched(self) -> Self:
        """Those of which nobody said anything yet."""
        return self.exclude(answered()).filter(
            no_records=False,
            records__isnull=True,
            evidence__isnull=True,
            approaches__isnull=True,
            risks_met__isnull=True,
            **dict.fromkeys(TEXTS, ""),
        )

    def with_parts(self) -> Self:
        """With the rows, evidence and measures that tell what an entry still lacks."""
        return self.in_plan_order().prefetch_related(
            "records__milestones",
            "activity__indicator__measures",
            "evidence",
            "approaches",
            "risks_met",
        )

    def in_plan_order(self) -> Self:
        return self.select_related("activity__objective__axis", "activity__indicator").order_by(
            "activity__order"
        )


class ProgressEntry(models.Model):
    """What a report says of one activity: declared status, narrative, rows and evidence."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="entries", verbose_name=_("informe")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="entries", verbose_name=_("actividad")
    )
    status = models.CharField(
        _("¿Cómo está la actividad?"),
        max_length=15,
        choices=EntryStatus,
        default=EntryStatus.IN_PROGRESS,
    )
    reason = models.TextField(
        _("Motivo"),
        blank=True,
        help_text=_("Solo si está reprogramada o no corresponde."),
    )
    progress = models.TextField(
        _("Avances"), blank=True, help_text=_("Qué se hizo, con quién y qué se logró.")
    )
    obstacles = models.TextField(_("Obstáculos"), blank=True)
    next_steps = models.TextField(_("Próximos pasos"), blank=True)
    approaches = models.ManyToManyField(
        GuidingApproach,
        blank=True,
        related_name="entries",
        verbose_name=_("Enfoques rectores aplicados"),
    )
    approaches_how = models.TextField(_("Cómo se aplicaron"), blank=True)
    risks_met = models.ManyToManyField(
        Risk, blank=True, related_name="entries", verbose_name=_("Riesgos que se presentaron")
    )
    risks_response = models.TextField(_("Qué pasó y qué se hizo"), blank=True)
    no_records = models.BooleanField(
        _("Ninguna acción terminó en este semestre"),
        default=False,
        help_text=_("Dígalo si no hay acciones que añadir: es un cero dicho, no un vacío."),
    )
    no_activity = models.BooleanField(_("sin actividad este semestre"), default=False)
    language = models.CharField(
        _("idioma de lo escrito"),
        max_length=2,
        choices=Language,
        default=Language.SPANISH,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("guardado el"), null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("guardado por"),
    )

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        ordering = ["activity__order"]
        verbose_name = _("avance de la actividad")
        verbose_name_plural = _("avances de las actividades")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "activity"], name="monitoring_one_entry_per_activity"
            ),
            one_of("status", EntryStatus, name="monitoring_entry_status"),
            one_of("language", Language, name="monitoring_entry_language"),
            both_or_neither("saved_at", "saved_by", name="monitoring_entry_saved"),
            models.CheckConstraint(
                condition=~Q(status__in=NEEDS_REASON) | ~Q(reason=""),
                name="monitoring_entry_reason",
                violation_error_message=_(
                    "Escriba el motivo: la actividad está reprogramada o no corresponde."
                ),
            ),
            models.CheckConstraint(
                condition=Q(no_activity=False) | Q(no_records=False),
                name="monitoring_one_way_to_say_zero",
            ),
            models.CheckConstraint(
                condition=Q(no_activity=False) | Q(progress=""),
                name="monitoring_no_activity_without_progress",
                violation_error_message=_(
                    "Dijo que no hubo actividad; borre los avances o quite esa marca."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.activity.code} · {self.report}"

    def get_absolute_url(self):
        return reverse("monitoring:entry_detail", args=[self.report_id, self.activity.code])

    @property
    def statement(self) -> str:
        """The activity in the words of the edition that the report's period fixed."""
        return self._in_edition().get("statement", self.activity.statement)

    @property
    def indicator_statement(self) -> str:
        words = self._in_edition().get("indicator") or {}
        return words.get("statement", self.activity.indicator.statement)

    @property
    def axis(self) -> tuple[int, str]:
        """Number and name of its eje, as in the edition that the report's period fixed."""
        axis = self.activity.objective.axis
        printed = self.report.period.edition.axis_of(self.activity.code)
        return printed.get("number", axis.number), printed.get("name", axis.name)

    @property
    def axis_label(self) -> str:
        return _("Eje %(number)s. %(name)s") % dict(zip(("number", "name"), self.axis, strict=True))

    @property
    def approach_names(self) -> list[str]:
        """The enfoques that it chose, as that edition names them."""
        printed = self.report.period.edition.approaches
        return [printed.get(one.order, one.name) for one in self.approaches.all()]

    @property
    def risk_lines(self) -> list[tuple[str, str]]:
        """Code and words of the risks that it met, as that edition prints them."""
        printed = self.report.period.edition.risks
        return [(one.code, printed.get(one.code, one.statement)) for one in self.risks_met.all()]

    def _in_edition(self) -> dict:
        return self.report.period.edition.activities.get(self.activity.code, {})

    @property
    def _measures_in_edition(self) -> dict[str, dict]:
        indicator = self._in_edition().get("indicator") or {}
        return {one["code"].rpartition(".")[2]: one for one in indicator.get("measures", [])}

    @staticmethod
    def needs_reason(status: str | None) -> bool:
        return status in NEEDS_REASON

    @property
    def has_text(self) -> bool:
        return any(getattr(self, name) for name in TEXTS)

    @property
    def is_answered(self) -> bool:
        return self.no_activity or bool(self.progress) or self.status in NOTHING_TO_TELL

    @property
    def says_zero(self) -> bool:
        """Whether it says that there was no action of its semester; rows that stand outdo it."""
        return self.no_activity or self.no_records or self.status == EntryStatus.NOT_STARTED

    @property
    def lack(self) -> Lack | None:
        """What it lacks first; read `with_parts`, it costs no query."""
        records, evidence = list(self.records.all()), list(self.evidence.all())
        is_begun = self.has_text or self.no_records or records or evidence or self._has_marks
        if not self.is_answered and not is_begun:
            return Lack.ANSWER
        if self.status in (EntryStatus.NOT_STARTED, EntryStatus.NOT_APPLICABLE) and records:
            return Lack.STATUS
        if not self.progress and (records or evidence or not self.is_answered):
            return Lack.PROGRESS
        if self._must_say_zero(records):
            return Lack.RECORDS
        documented = {one.record_id for one in evidence}
        if any(row.milestones.all() and row.pk not in documented for row in records):
            return Lack.DOCUMENT
        return None

    @property
    def _has_marks(self) -> bool:
        return bool(self.approaches.all() or self.risks_met.all())

    def own_records(self) -> models.QuerySet:
        """The rows of its own semester; late ones are of another."""
        return self.records.filter(is_late=False)

    def _must_say_zero(self, records: list) -> bool:
        """Something is told, there is something to count, and neither a row nor a zero counts."""
        if self.says_zero or self.status in NEEDS_REASON or not self.measures():
            return False
        return not any(not record.is_late for record in records)

    def measures(self) -> list:
        """The measures in force that are in the reporter's part, in the words of the edition."""
        start, printed = self.report.period.semester.start, self._measures_in_edition
        return [
            self.in_words(measure)
            for measure in self.activity.indicator.measures.all()
            if measure.is_asked_of(self.report.stakeholder)
            and measure.is_in_force(start)
            and (not printed or measure.letter in printed)
        ]

    def in_words(self, measure):
        """The measure, named as in the edition that the report's period fixed."""
        words = self._measures_in_edition.get(measure.letter, {})
        measure.name = words.get("name", measure.name)
        measure.unit = words.get("unit", measure.unit)
        return measure
