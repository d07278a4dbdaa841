"""What is no longer in force is retired, never deleted: old reports go on showing it."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
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

    def clean(self):
        """What was asked until yesterday was asked: nothing is retired backwards."""
        super().clean()
        saved = type(self).objects.filter(pk=self.pk).values_list("retired_on", flat=True).first()
        if self.pk is None or self.retired_on == saved:
            return
        today = timezone.localdate()
        if self.retired_on and self.retired_on < today:
            sentence = _("Escriba el día de hoy o uno que venga: no se retira hacia atrás.")
            raise ValidationError({"retired_on": sentence})
        if saved and saved <= today:
            sentence = _("Ya está retirada, y no vuelve. Añada otra con un código nuevo.")
            raise ValidationError({"retired_on": sentence})

    @property
    def is_retired(self) -> bool:
        return not self.is_in_force(timezone.localdate())
