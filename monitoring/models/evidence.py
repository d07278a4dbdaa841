import uuid
from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import both_or_neither
from monitoring.models.entry import ProgressEntry
from monitoring.models.record import Record
from monitoring.models.report import ProgressReport


def stored_name(evidence: "Evidence", uploaded_name: str) -> str:
    """A name that cannot be guessed; what the person called it is kept beside."""
    return f"evidence/{uuid.uuid4().hex}{PurePath(uploaded_name).suffix.lower()}"


class EvidenceVerdict(models.TextChoices):
    """What the reviewer says of it; blank while nobody has looked."""

    ACCEPTED = "accepted", _("aceptado")
    REJECTED = "rejected", _("no aceptado")


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """That of the reports one may see; what is not to be published stays with its people."""
        visible = self.filter(entry__report__in=ProgressReport.objects.visible_to(user))
        if reads_whole_region(user):
            return visible
        own = Q(entry__report__stakeholder__memberships__in=user.memberships.current())
        return visible.filter(Q(is_public=True) | own).distinct()


class Evidence(models.Model):
    """Medio de verificación of an activity or of one of its rows: a file or a link."""

    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="evidence", verbose_name=_("avance")
    )
    record = models.ForeignKey(
        Record,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("De qué acción"),
        help_text=_("Déjelo vacío si es de toda la actividad."),
    )
    title = models.CharField(
        _("¿Qué es?"), max_length=200, help_text=_("Por ejemplo: lista de asistencia, acta, nota.")
    )
    file = models.FileField(_("Archivo"), upload_to=stored_name, blank=True)
    original_name = models.CharField(max_length=255, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    url = models.URLField(_("o enlace"), max_length=500, blank=True)
    is_public = models.BooleanField(
        _("Se puede publicar"),
        default=True,
        help_text=_("Sin esta marca no aparece en el informe anual."),
    )
    added_at = models.DateTimeField(_("añadido el"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("añadido por"),
    )

    verdict = models.CharField(
        _("revisión"), max_length=10, choices=EvidenceVerdict, blank=True, editable=False
    )
    verdict_reason = models.TextField(_("Por qué no se acepta"), blank=True, editable=False)
    judged_at = models.DateTimeField(_("revisado el"), null=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revisado por"),
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("medio de verificación")
        verbose_name_plural = _("medios de verificación")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(url="") | ~Q(file="") & Q(url=""),
                name="monitoring_evidence_file_or_link",
                violation_error_message=_(
                    "Adjunte un archivo o escriba un enlace: uno de los dos."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True)
                | Q(verdict__in=EvidenceVerdict.values, judged_at__isnull=False),
                name="monitoring_evidence_judged_when",
            ),
            both_or_neither("judged_at", "judged_by", name="monitoring_evidence_judged"),
            models.CheckConstraint(
                condition=Q(verdict=EvidenceVerdict.REJECTED) & ~Q(verdict_reason="")
                | ~Q(verdict=EvidenceVerdict.REJECTED) & Q(verdict_reason=""),
                name="monitoring_evidence_rejected_with_reason",
                violation_error_message=_("Escriba por qué no se acepta."),
            ),
        ]

    @property
    def verdict_version(self) -> str:
        """Which verdict a page showed; every later one has another."""
        return self.judged_at.isoformat() if self.judged_at else "none"

    def __str__(self):
        return self.title

    @property
    def is_accepted(self) -> bool:
        return self.verdict == EvidenceVerdict.ACCEPTED

    def get_absolute_url(self):
        return self.url or reverse("monitoring:evidence_download", args=[self.pk])
