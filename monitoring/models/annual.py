from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import StakeholderKind, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.audited import Audited
from corett.lib.constraints import both_or_neither, one_of
from corett.lib.frozen import ROW, Frozen
from plan.models import Plan


class AnnualState(models.TextChoices):
    COMPOSING = "composing", _("En preparación")
    IN_REVIEW = "in_review", _("En consulta")
    PUBLISHED = "published", _("Publicado")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("cualquier persona")
    STAKEHOLDERS = "stakeholders", _("las partes interesadas, con su cuenta")


PUBLISHED_PARENT = "parent.state = 'published'"
"""Of the edition to which a row belongs, for its declaration of being frozen with it."""


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is published for the person; drafts only for who reads the whole region.

        While it is in review the countries read it too.
        """
        if not user.is_authenticated:
            return self.published().filter(audience=Audience.EVERYONE)
        if reads_whole_region(user):
            return self
        if user.serves(StakeholderKind.COUNTRY):
            return self.exclude(state=AnnualState.COMPOSING)
        if user.current_memberships:
            return self.published()
        return self.published().filter(audience=Audience.EVERYONE)

    def published(self) -> Self:
        return self.filter(state=AnnualState.PUBLISHED)

    def for_listing(self) -> Self:
        """Without the frozen numbers, which are long and which no list shows."""
        return self.defer("content").select_related("plan")


class AnnualReport(models.Model):
    """A numbered edition of a year's report: people's texts while composing, frozen afterwards."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="annual_reports", verbose_name=_("plan")
    )
    year = models.PositiveSmallIntegerField(_("año"))
    edition = models.PositiveSmallIntegerField(_("edición"), default=1)
    state = models.CharField(
        _("estado"),
        max_length=10,
        choices=AnnualState,
        default=AnnualState.COMPOSING,
        editable=False,
    )
    audience = models.CharField(
        _("¿Quién puede descargarlo?"), max_length=15, choices=Audience, default=Audience.EVERYONE
    )
    is_final = models.BooleanField(
        _("Es la edición definitiva del año"),
        default=True,
        help_text=_("Quite la marca si faltan informes y habrá otra edición."),
    )
    erratum = models.TextField(
        _("Qué corrige esta edición"),
        blank=True,
        help_text=_("Obligatorio desde la segunda edición."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    content = models.JSONField(_("contenido"), null=True, editable=False)
    data_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    record_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("publicado el"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("publicado por"),
    )

    audited = Audited(hashed=("content",))
    frozen = Frozen(f"{ROW}.state = 'published'")
    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-edition"]
        verbose_name = _("informe anual")
        verbose_name_plural = _("informes anuales")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "edition"],
                name="monitoring_annual_edition",
                violation_error_message=_("Ya existe esta edición del informe de este año."),
            ),
            models.UniqueConstraint(
                fields=["plan", "year"],
                condition=~Q(state=AnnualState.PUBLISHED),
                name="monitoring_one_annual_in_preparation",
                violation_error_message=_("Ya hay un informe de este año en preparación."),
            ),
            one_of("state", AnnualState, name="monitoring_annual_state"),
            one_of("audience", Audience, name="monitoring_annual_audience"),
            both_or_neither("published_at", "published_by", name="monitoring_annual_published"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(AnnualState.COMPOSING, AnnualState.IN_REVIEW),
                    published_at__isnull=True,
                    data_sha256="",
                    record_sha256="",
                )
                | Q(
                    ~Q(data_sha256=""),
                    state=AnnualState.PUBLISHED,
                    published_at__isnull=False,
                    content__isnull=False,
                ),
                name="monitoring_annual_frozen_when_published",
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(erratum="") | ~Q(state=AnnualState.PUBLISHED),
                name="monitoring_annual_erratum",
                violation_error_message=_("Diga qué corrige esta edición."),
            ),
        ]

    def __str__(self):
        return _("Informe anual %(year)s, edición %(edition)s") % {
            "year": self.year,
            "edition": self.edition,
        }

    def get_absolute_url(self):
        return reverse("monitoring:annual_detail", args=self.address)

    @property
    def address(self) -> tuple[str, int, int]:
        """What its pages are found by; read with its plan, it costs no query."""
        return self.plan.code, self.year, self.edition

    @property
    def is_published(self) -> bool:
        return self.state == AnnualState.PUBLISHED
