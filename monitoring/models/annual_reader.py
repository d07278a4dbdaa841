"""What readers get and give beside the editions: reports of before, and answers."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Language, Stakeholder, User
from corett.lib.constraints import both_or_neither, one_of
from monitoring.models.annual import AnnualReport, Audience
from plan.models import Plan


class AnnualReplyQuerySet(models.QuerySet):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class AnnualReply(models.Model):
    """What a stakeholder answers to a published edition ("diálogo continuo")."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="replies", verbose_name=_("informe anual")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(_("Su respuesta"))
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
    read_at = models.DateTimeField(_("leída el"), null=True, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("leída por"),
    )

    objects = AnnualReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("respuesta al informe anual")
        verbose_name_plural = _("respuestas al informe anual")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="monitoring_annual_reply_text",
                violation_error_message=_("Escriba su respuesta."),
            ),
            both_or_neither("read_at", "read_by", name="monitoring_annual_reply_read"),
        ]

    def __str__(self):
        return f"{self.stakeholder} · {self.report}"


def stored_past_report(report: "PastReport", name: str) -> str:
    return f"annual/{report.plan.code}/past/{uuid.uuid4().hex}/{name}"


class PastReportQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_authenticated and (user.is_superuser or user.current_memberships):
            return self
        return self.filter(audience=Audience.EVERYONE)


class PastReport(models.Model):
    """A report made outside the system, kept with its year as it is."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="past_reports", verbose_name=_("plan")
    )
    year = models.PositiveSmallIntegerField(_("Año"))
    title = models.CharField(_("Título"), max_length=250)
    language = models.CharField(
        _("Idioma"), max_length=2, choices=Language, default=Language.SPANISH
    )
    note = models.TextField(
        _("Nota"), blank=True, help_text=_("Qué es y de dónde viene, si hace falta decirlo.")
    )
    audience = models.CharField(
        _("¿Quién puede descargarlo?"), max_length=15, choices=Audience, default=Audience.EVERYONE
    )
    file = models.FileField(_("Archivo"), upload_to=stored_past_report, max_length=200)
    original_name = models.CharField(_("nombre del archivo"), max_length=250, editable=False)
    size = models.PositiveIntegerField(_("tamaño"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("añadido el"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("añadido por"),
    )

    objects = PastReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title"]
        verbose_name = _("informe anterior")
        verbose_name_plural = _("informes anteriores")
        constraints = [
            one_of("audience", Audience, name="monitoring_past_report_audience"),
            one_of("language", Language, name="monitoring_past_report_language"),
            models.UniqueConstraint(
                fields=["plan", "year", "sha256"],
                name="monitoring_one_past_report_each",
                violation_error_message=_("Este archivo ya está en ese año."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("monitoring:past_report_download", args=[self.pk])
