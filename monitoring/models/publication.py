"""The publishing of an edition, outside any web request, and the files that it leaves."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Language, Stakeholder
from corett.lib.audited import Audited
from corett.lib.constraints import one_of
from corett.lib.frozen import frozen_with
from monitoring.models.annual import PUBLISHED_PARENT, AnnualReport


class PublicationState(models.TextChoices):
    WAITING = "waiting", _("en espera")
    RUNNING = "running", _("en marcha")
    DONE = "done", _("terminada")
    FAILED = "failed", _("no se pudo")


OPEN = (PublicationState.WAITING, PublicationState.RUNNING)
PATIENCE = datetime.timedelta(minutes=1)
"""Without a sign of life for so long, a run was interrupted."""


class PublicationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def failed(self) -> Self:
        return self.filter(state=PublicationState.FAILED)


class Publication(models.Model):
    """One run that makes an edition's files and freezes it; its files lie under its token."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="publications", verbose_name=_("informe anual")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField()
    reason = models.TextField(_("Por qué se publica sin el visto bueno"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )
    state = models.CharField(
        _("estado"), max_length=10, choices=PublicationState, default=PublicationState.WAITING
    )
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(_("qué se hace"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("pedida el"), default=timezone.now)
    alive_at = models.DateTimeField(_("última señal"), null=True)
    finished_at = models.DateTimeField(_("terminada el"), null=True)
    fault = models.TextField(_("por qué no se pudo"), blank=True)

    audited = Audited(ignored=("step", "steps", "doing", "alive_at"))
    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("publicación")
        verbose_name_plural = _("publicaciones")
        constraints = [
            one_of("state", PublicationState, name="monitoring_publication_state"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=OPEN),
                name="monitoring_one_open_publication",
                violation_error_message=_("Esta edición ya se está publicando."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at__isnull=True)
                | Q(
                    state__in=(PublicationState.DONE, PublicationState.FAILED),
                    finished_at__isnull=False,
                ),
                name="monitoring_publication_finished",
            ),
        ]

    def __str__(self):
        return f"{self.report} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_interrupted(self) -> bool:
        last_sign = self.alive_at or self.asked_at
        return self.is_open and timezone.now() - last_sign > PATIENCE


class FileKind(models.TextChoices):
    PDF = "pdf", _("PDF")
    ARCHIVE = "archive", _("PDF para archivo, con los datos dentro")
    DOCUMENT = "document", _("Documento de Word")
    WORKBOOK = "workbook", _("Libro de datos (xlsx)")
    TABLES = "tables", _("Tablas (csv)")
    DATA = "data", _("Datos (JSON)")


def stored_file(annual_file: "AnnualFile", name: str) -> str:
    """The whole path: who makes a file says in which folder it lies."""
    return name


class AnnualFile(models.Model):
    """A file of a published edition, as it was made; `country` is the code of a country edition."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="files", verbose_name=_("informe anual")
    )
    kind = models.CharField(_("clase"), max_length=10, choices=FileKind)
    language = models.CharField(_("idioma"), max_length=2, choices=Language)
    country = models.CharField(_("país"), max_length=10, blank=True)
    file = models.FileField(_("archivo"), upload_to=stored_file, max_length=200)
    size = models.PositiveIntegerField(_("tamaño"))
    sha256 = models.CharField(max_length=64)

    frozen = frozen_with("monitoring_annualreport", "report_id", PUBLISHED_PARENT)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("archivo del informe anual")
        verbose_name_plural = _("archivos del informe anual")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "language", "country"],
                name="monitoring_one_annual_file_each",
            ),
            one_of("kind", FileKind, name="monitoring_annual_file_kind"),
            one_of("language", Language, name="monitoring_annual_file_language"),
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(sha256=""), name="monitoring_annual_file_whole"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """What a person's computer calls it."""
        return self.file.name.rpartition("/")[2]
