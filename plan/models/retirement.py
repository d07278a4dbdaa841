"""What is no longer in force is retired, never deleted: old reports go on showing it."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RetirableQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date) -> Self:
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))


class Retirable(models.Model):
    retired_on = models.DateField(
        _("retirada el"),
        null=True,
        blank=True,
        help_text=_(
            "Desde ese día ya no se pide. Lo que se informó antes se conserva y se sigue mostrando."
        ),
    )

    class Meta:
        abstract = True

    def is_in_force(self, on: datetime.date) -> bool:
        return self.retired_on is None or self.retired_on > on

    @property
    def is_retired(self) -> bool:
        return not self.is_in_force(timezone.localdate())
