from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.lib.constraints import one_of


class Occasion(models.TextChoices):
    """Why a mail is written; each is written once to a person about one thing."""

    OPENED = "opened", _("se abrió el semestre")
    HALF_WAY = "half_way", _("mitad del plazo, sin empezar")
    WEEK_BEFORE = "week_before", _("faltan siete días")
    DUE = "due", _("vence hoy")
    WEEK_AFTER = "week_after", _("venció hace siete días")
    RECEIPT = "receipt", _("acuse de recibo")
    RETURNED = "returned", _("informe devuelto")
    DIGEST = "digest", _("resumen semanal")
    PUBLISHED = "published", _("informe anual publicado")


class NoticeQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True)


class Notice(models.Model):
    """A mail to one person: written down first, then sent, so that none is lost or sent twice."""

    occasion = models.CharField(_("ocasión"), max_length=12, choices=Occasion)
    about = models.CharField(
        _("asunto interno"),
        max_length=80,
        help_text=_("De qué es: el periodo, la devolución o la semana."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("persona"),
    )
    address = models.EmailField(_("dirección"))
    subject = models.CharField(_("asunto"), max_length=250)
    body = models.TextField(_("texto"))
    written_at = models.DateTimeField(_("escrito el"), default=timezone.now)
    claimed_at = models.DateTimeField(
        _("en envío desde"), null=True, help_text=_("Para que no lo envíen dos a la vez.")
    )
    sent_at = models.DateTimeField(_("enviado el"), null=True)
    fault = models.TextField(_("por qué no salió"), blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        constraints = [
            one_of("occasion", Occasion, name="monitoring_notice_occasion"),
            models.UniqueConstraint(
                fields=["user", "occasion", "about"], name="monitoring_one_notice_each"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(fault=""),
                name="monitoring_notice_sent_without_fault",
            ),
        ]

    def __str__(self):
        return self.subject
