"""What Presidencia, the countries and the Secretaría say and do about an edition in preparation."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder
from corett.lib.constraints import both_or_neither, one_of
from corett.lib.frozen import Frozen
from monitoring.models.annual import AnnualReport


class AnnualAction(models.TextChoices):
    STARTED = "started", _("empezó la preparación")
    REVIEW_OPENED = "review_opened", _("la puso en consulta")
    REVIEW_CLOSED = "review_closed", _("volvió a la preparación")
    ENDORSED = "endorsed", _("dio su visto bueno")
    PUBLISHED = "published", _("publicó")


class AnnualEvent(models.Model):
    """The history of an edition; `version` is what its person had in view."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="events", verbose_name=_("informe anual")
    )
    action = models.CharField(_("acción"), max_length=15, choices=AnnualAction)
    version = models.PositiveIntegerField()
    reason = models.TextField(_("Motivo"), blank=True)
    at = models.DateTimeField(_("fecha"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )

    frozen = Frozen()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("hecho del informe anual")
        verbose_name_plural = _("hechos del informe anual")
        constraints = [one_of("action", AnnualAction, name="monitoring_annual_event_action")]

    def __str__(self):
        return f"{self.report} · {self.get_action_display()}"


class AnnualCommentQuerySet(models.QuerySet):
    def unsettled(self) -> Self:
        return self.filter(settled_at__isnull=True)


class AnnualComment(models.Model):
    """Words of a reader in review about one section, until the Secretaría settles them."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="comments", verbose_name=_("informe anual")
    )
    section = models.CharField(_("parte"), max_length=40, editable=False)
    text = models.TextField(_("Comentario"))
    at = models.DateTimeField(_("fecha"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("persona"),
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, editable=False, related_name="+", verbose_name=_("por")
    )
    settled_at = models.DateTimeField(_("resuelto el"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("resuelto por"),
    )

    objects = AnnualCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("comentario del informe anual")
        verbose_name_plural = _("comentarios del informe anual")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="monitoring_annual_comment_text",
                violation_error_message=_("Escriba su comentario."),
            ),
            both_or_neither("settled_at", "settled_by", name="monitoring_annual_comment_settled"),
        ]

    def __str__(self):
        return f"{self.report} · {self.section}"
