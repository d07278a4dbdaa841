"""Institutions of each country, by name, so that each is counted once (1.1, 3.4, 3.5 …)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.accounts.models import Stakeholder, StakeholderKind, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import one_of


class InstitutionType(models.TextChoices):
    """What an institution is."""

    PUBLIC = "public", _("Institución pública")
    CIVIL_SOCIETY = "civil_society", _("Sociedad civil")
    ACADEMIA = "academia", _("Academia")
    PRIVATE = "private", _("Sector privado")
    PRESS = "press", _("Medio de comunicación")
    INTERNATIONAL = "international", _("Organismo internacional")
    OTHER = "other", _("Otra")


class Sector(models.TextChoices):
    """What it deals with; the plan's objective 1 names the first five."""

    LEGISLATURE = "legislature", _("Órgano legislativo")
    JUSTICE = "justice", _("Poder judicial o fiscalía")
    SECURITY = "security", _("Seguridad")
    HUMAN_RIGHTS = "human_rights", _("Derechos humanos")
    MIGRATION = "migration", _("Política y gestión migratoria")
    MUNICIPALITY = "municipality", _("Gobierno municipal")
    CARE = "care", _("Atención y protección")
    EDUCATION = "education", _("Educación e investigación")
    COMMUNICATION = "communication", _("Comunicación")
    OTHER = "other", _("Otro")


class InstitutionQuerySet(models.QuerySet):
    def available_to(self, stakeholder: Stakeholder) -> Self:
        """All for the coordination, else what is public; a country has its own, and not others'.

        What one may choose one may also read: nothing is offered that `visible_to` hides.
        """
        if stakeholder.kind in (StakeholderKind.SECRETARIAT, StakeholderKind.PRESIDENCY):
            return self
        if not stakeholder.is_country:
            return self.filter(is_public=True)
        return self.filter(Q(country=stakeholder) | Q(country__isnull=True, is_public=True))

    def visible_to(self, user: User) -> Self:
        """The whole region for who reads it; a country's own; everybody else what is public."""
        if reads_whole_region(user):
            return self
        return self.filter(Q(is_public=True) | Q(country__in=Stakeholder.objects.held_by(user)))


class Institution(models.Model):
    """An institution; without country it is international and belongs to all."""

    country = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        limit_choices_to={"kind": "country"},
        verbose_name=_("país"),
        help_text=_("Deje vacío para un organismo internacional."),
    )
    name = models.CharField(
        _("nombre"),
        max_length=250,
        help_text=_("Como se llama oficialmente; así se imprime en los informes."),
    )
    type = models.CharField(
        _("tipo"),
        max_length=20,
        choices=InstitutionType,
        default=InstitutionType.PUBLIC,
        help_text=_("Pública, de la sociedad civil, empresa u otra."),
    )
    sector = models.CharField(
        _("sector"),
        max_length=20,
        choices=Sector,
        default=Sector.OTHER,
        help_text=_("A qué se dedica, en la división de la actividad 1.1."),
    )
    is_public = models.BooleanField(
        _("se puede publicar"),
        default=True,
        help_text=_("Quite la marca si su nombre no debe aparecer en informes publicados."),
    )

    objects = InstitutionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")
        constraints = [
            one_of("type", InstitutionType, name="directory_institution_type"),
            one_of("sector", Sector, name="directory_institution_sector"),
            models.UniqueConstraint(
                "country",
                Lower("name"),
                name="directory_one_institution_per_country",
                violation_error_message=_("Esta institución ya está en el directorio del país."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(country__isnull=True),
                name="directory_one_international_institution",
                violation_error_message=_("Este organismo internacional ya está en el directorio."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_named(self) -> bool:
        """Whether any row of the apps above names it."""
        return any(
            getattr(self, relation.get_accessor_name()).exists()
            for relation in self._meta.related_objects
        )
