"""A file that somebody brought and that waits to be confirmed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.lib.audited import Audited


class Upload(models.Model):
    """It is kept while it waits, to apply it or to give it back with its errors marked."""

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

    audited = Audited(hashed=("content",))

    class Meta:
        abstract = True
        ordering = ["-uploaded_at"]

    def __str__(self):
        return self.name
