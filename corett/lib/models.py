import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = datetime.timedelta(days=7)


class SubmissionQuerySet(models.QuerySet):
    def expired(self) -> Self:
        """Nobody repeats a submission after so long."""
        return self.filter(received_at__lt=timezone.now() - KEPT)


class Submission(models.Model):
    """A form that was received and done, so that its repetition is not done again.

    Of what was sent it knows only a digest, keyed with the secret of the site.
    """

    form = models.CharField(max_length=64, db_index=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("recibido el"), default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True, editable=False)
    location = models.TextField(blank=True, editable=False)
    said = models.TextField(blank=True, editable=False)

    audited = None
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("envío recibido")
        verbose_name_plural = _("envíos recibidos")

    def __str__(self):
        return self.digest
