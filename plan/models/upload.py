import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.lib.constraints import both_or_neither


class PlanUpload(models.Model):
    """A file with tables of a plan that somebody brought; it is kept until it is confirmed."""

    key = models.UUIDField(_("clave de envío"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("archivo"), max_length=255)
    content = models.BinaryField(editable=False)
    uploaded_at = models.DateTimeField(_("subido el"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("subido por")
    )
    applied_at = models.DateTimeField(_("aplicado el"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("aplicado por"),
    )

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("archivo del plan")
        verbose_name_plural = _("archivos del plan")
        constraints = [both_or_neither("applied_at", "applied_by", name="plan_upload_applied")]

    def __str__(self):
        return self.name
