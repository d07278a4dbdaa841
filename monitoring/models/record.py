"""Rows: one action carried out, with a value for each measure that it adds to."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from corett.directory.models import Institution
from corett.lib.constraints import in_order, one_of
from monitoring.models.entry import ProgressEntry
from monitoring.models.report import ProgressReport
from plan.models import Measure, Scope


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("presencial")
    REMOTE = "remote", _("remota")
    HYBRID = "hybrid", _("híbrida")


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(entry__report__in=ProgressReport.objects.visible_to(user))


def institutions_named_to(user: User) -> models.QuerySet[Institution]:
    """What the directory shows, and what the own party wrote: its own words are hidden from nobody.

    The directory may have closed an institution since it was named.
    """
    shown = Institution.objects.visible_to(user)
    if reads_whole_region(user):
        return shown
    own = Institution.objects.filter(
        records__entry__report__stakeholder__in=Stakeholder.objects.held_by(user)
    )
    return Institution.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=own.values("pk")))


OWN_FIELDS = (
    "title",
    "started_on",
    "ended_on",
    "is_late",
    "quantity",
    "place",
    "modality",
    "scope",
    "resources_usd",
    "resources_source",
)


class Record(models.Model):
    """An action carried out, or `quantity` alike ones; it belongs to the semester it ended in."""

    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="records", verbose_name=_("avance")
    )
    key = models.UUIDField(_("clave de envío"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("¿Qué se hizo?"), max_length=250)
    started_on = models.DateField(_("Empezó el"), null=True, blank=True)
    ended_on = models.DateField(_("Terminó el"))
    is_late = models.BooleanField(
        _("Es una acción de un semestre anterior que no se informó entonces"), default=False
    )
    quantity = models.PositiveIntegerField(
        _("¿Cuántas acciones iguales son?"),
        default=1,
        help_text=_("Deje 1 si es una sola. Cuente aquí solo acciones del mismo tipo."),
    )
    place = models.CharField(_("Lugar"), max_length=200, blank=True)
    modality = models.CharField(_("Modalidad"), max_length=10, choices=Modality, blank=True)
    scope = models.CharField(
        _("Ámbito"),
        max_length=10,
        choices=[(Scope.NATIONAL, Scope.NATIONAL.label), (Scope.REGIONAL, Scope.REGIONAL.label)],
        default=Scope.NATIONAL,
    )
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="records", verbose_name=_("Instituciones")
    )
    resources_usd = models.DecimalField(
        _("Recursos usados (USD)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    resources_source = models.CharField(_("Fuente de los recursos"), max_length=200, blank=True)
    event = models.UUIDField(
        _("evento regional"),
        null=True,
        editable=False,
        help_text=_("La revisión vincula como un solo evento las filas que lo llevan igual."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("guardada el"), default=timezone.now, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("guardada por"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["ended_on", "pk"]
        verbose_name = _("acción realizada")
        verbose_name_plural = _("acciones realizadas")
        constraints = [
            in_order(
                "started_on",
                "ended_on",
                name="monitoring_record_in_order",
                message=_("La acción no puede terminar antes de empezar."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="monitoring_record_quantity",
                violation_error_message=_("Escriba 1 o más."),
            ),
            models.CheckConstraint(
                condition=Q(resources_usd__isnull=True) | Q(resources_usd__gte=0),
                name="monitoring_record_resources",
                violation_error_message=_("Los recursos no pueden ser negativos."),
            ),
            models.CheckConstraint(
                condition=Q(modality="") | Q(modality__in=Modality.values),
                name="monitoring_record_modality",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self._address("record_edit")

    def get_removal_url(self):
        return self._address("record_remove")

    def get_event_url(self):
        return self._address("record_event")

    def _address(self, name: str) -> str:
        entry = self.entry
        return reverse(f"monitoring:{name}", args=[entry.report_id, entry.activity.code, self.key])

    @property
    def unnamed_institutions(self) -> int:
        """How many of a row that was read for a person that person may not see by name."""
        return self.institution_count - len(self.institutions.all())

    def stated_values(self) -> "list[tuple[Measure, str]]":
        """What the row says of each measure, in words: (measure, "12 mujeres, 8 hombres")."""
        figures: dict[Measure, list[str]] = {}
        for figure in self.figures.all():
            figures.setdefault(figure.measure, []).append(str(figure))
        stated = [(measure, ", ".join(numbers)) for measure, numbers in figures.items()]
        for rows in (self.milestones, self.registry_checks, self.amounts):
            stated += [(row.measure, str(row)) for row in rows.all()]
        in_words = self.entry.in_words
        return sorted(
            ((in_words(measure), said) for measure, said in stated),
            key=lambda pair: pair[0].letter,
        )


class People(models.TextChoices):
    WOMEN = "women", _("mujeres")
    MEN = "men", _("hombres")
    OTHER = "other", _("otro")
    UNSPECIFIED = "unspecified", _("sin especificar")


class Channel(models.TextChoices):
    WEBSITE = "website", _("página web")
    SOCIAL = "social", _("redes sociales")
    OTHER_MEDIA = "other_media", _("otros medios")


class Category(models.TextChoices):
    """What a number of a row is of: all of it, a sex, a channel, or those under 18."""

    TOTAL = "total", _("total")
    WOMEN = People.WOMEN.value, People.WOMEN.label
    MEN = People.MEN.value, People.MEN.label
    OTHER = People.OTHER.value, People.OTHER.label
    UNSPECIFIED = People.UNSPECIFIED.value, People.UNSPECIFIED.label
    UNDER_18 = "under_18", _("de ellas, menores de 18 años")
    WEBSITE = Channel.WEBSITE.value, Channel.WEBSITE.label
    SOCIAL = Channel.SOCIAL.value, Channel.SOCIAL.label
    OTHER_MEDIA = Channel.OTHER_MEDIA.value, Channel.OTHER_MEDIA.label


class Figure(models.Model):
    """A number ≥ 0 that a row gives for a measure of kind count, people or reach."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="figures")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figures")
    category = models.CharField(max_length=12, choices=Category, default=Category.TOTAL)
    number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("número")
        verbose_name_plural = _("números")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure", "category"], name="monitoring_one_figure_each"
            ),
            one_of("category", Category, name="monitoring_figure_category"),
            models.CheckConstraint(
                condition=Q(number__gte=0), name="monitoring_figure_not_negative"
            ),
        ]

    def __str__(self):
        if self.category == Category.TOTAL:
            return str(localize(self.number))
        return f"{localize(self.number)} {self.get_category_display()}"


class Stage(models.TextChoices):
    """How far a deliverable is; only the last makes it exist."""

    TERMS = "terms", _("términos de referencia")
    DRAFT = "draft", _("borrador")
    VALIDATED = "validated", _("validado")
    APPROVED = "approved", _("aprobado y difundido")


class Milestone(models.Model):
    """The stage that a deliverable reached with a row, on the day the row ended."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="milestones")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="milestones")
    stage = models.CharField(_("etapa"), max_length=10, choices=Stage)

    class Meta:
        verbose_name = _("etapa de un producto")
        verbose_name_plural = _("etapas de productos")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure"], name="monitoring_one_milestone_each"
            ),
            one_of("stage", Stage, name="monitoring_milestone_stage"),
        ]

    def __str__(self):
        return self.get_stage_display()


class RegistryCheck(models.Model):
    """Whether a register (directory, list, designation) was up to date the day the row ended."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="registry_checks")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="registry_checks")
    is_current = models.BooleanField(_("está al día"))

    class Meta:
        verbose_name = _("registro al día")
        verbose_name_plural = _("registros al día")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure"], name="monitoring_one_registry_check_each"
            )
        ]

    def __str__(self):
        return str(_("al día") if self.is_current else _("no está al día"))


class AmountStatus(models.TextChoices):
    MANAGED = "managed", _("gestionado")
    RECEIVED = "received", _("recibido")


class Amount(models.Model):
    """Money gestionado or recibido, in the original currency and in US dollars."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="amounts")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="amounts")
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("moneda"), max_length=3, default="USD")
    usd = models.DecimalField(_("en dólares"), max_digits=16, decimal_places=2)
    source = models.CharField(_("fuente"), max_length=200)
    status = models.CharField(_("situación"), max_length=10, choices=AmountStatus)

    class Meta:
        verbose_name = _("monto")
        verbose_name_plural = _("montos")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure"], name="monitoring_one_amount_each"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, usd__gte=0), name="monitoring_amount_not_negative"
            ),
            one_of("status", AmountStatus, name="monitoring_amount_status"),
        ]

    def __str__(self):
        return _("%(amount)s %(currency)s (USD %(usd)s), %(status)s, de %(source)s") % {
            "amount": localize(self.amount),
            "currency": self.currency,
            "usd": localize(self.usd),
            "status": self.get_status_display(),
            "source": self.source,
        }
