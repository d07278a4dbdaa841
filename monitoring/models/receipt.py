from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.audited import Audited
from corett.lib.frozen import Frozen
from monitoring.models.report import ProgressReport, ReportEvent


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """A receipt is for who reports and for who reads the whole region."""
        if reads_whole_region(user):
            return self
        return self.filter(report__stakeholder__in=Stakeholder.objects.held_by(user))


class Receipt(models.Model):
    """What a report said when it was sent, frozen, with the hash of those very data."""

    event = models.OneToOneField(
        ReportEvent, models.PROTECT, related_name="receipt", verbose_name=_("envío")
    )
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="receipts", verbose_name=_("informe")
    )
    number = models.PositiveSmallIntegerField(_("número de envío"))
    content = models.JSONField(_("contenido"), editable=False)
    data_sha256 = models.CharField(max_length=64, editable=False)

    audited = Audited(hashed=("content",))
    frozen = Frozen()
    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        verbose_name = _("acuse de recibo")
        verbose_name_plural = _("acuses de recibo")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="monitoring_receipt_number")
        ]

    def __str__(self):
        return f"{self.report} · {self.number}"

    def get_absolute_url(self):
        return reverse("monitoring:receipt_detail", args=[self.report_id, self.number])
