"""The history of what a report says: every save, row and evidence, with who and when."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import one_of
from corett.lib.frozen import Frozen
from monitoring.models.entry import ProgressEntry


class ChangeAction(models.TextChoices):
    SAVED = "saved", _("guardó los textos")
    RECORD_ADDED = "record_added", _("añadió la acción")
    RECORD_CHANGED = "record_changed", _("cambió la acción")
    RECORD_REMOVED = "record_removed", _("quitó la acción")
    EVIDENCE_ADDED = "evidence_added", _("añadió el medio de verificación")
    EVIDENCE_REMOVED = "evidence_removed", _("quitó el medio de verificación")
    LINKED = "linked", _("dijo de qué otras filas es el mismo evento la acción")
    EVIDENCE_ACCEPTED = "evidence_accepted", _("aceptó el medio de verificación")
    EVIDENCE_REJECTED = "evidence_rejected", _("no aceptó el medio de verificación")
    COMMENT_SETTLED = "comment_settled", _("dio por resuelto el comentario")
    COMMENT_REOPENED = "comment_reopened", _("dejó abierto otra vez el comentario")
    NO_ACTIVITY = "no_activity", _("dijo que no hubo actividad")
    ACTIVITY = "activity", _("dijo que sí hubo actividad")


class EntryChangeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """How a report came to be is for who reports and for who reads the whole region."""
        if reads_whole_region(user):
            return self
        return self.filter(entry__report__stakeholder__in=Stakeholder.objects.held_by(user))


class EntryChange(models.Model):
    """One change of an entry; `fields` lists what differs: label, before and after, as read."""

    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="changes", verbose_name=_("avance")
    )
    action = models.CharField(_("qué hizo"), max_length=20, choices=ChangeAction)
    subject = models.CharField(_("de qué"), max_length=250, blank=True)
    fields = models.JSONField(_("campos"), default=list)
    at = models.DateTimeField(_("fecha"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="+", verbose_name=_("por")
    )

    frozen = Frozen()
    objects = EntryChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("cambio del avance")
        verbose_name_plural = _("historia de los avances")
        constraints = [one_of("action", ChangeAction, name="monitoring_change_action")]

    def __str__(self):
        return f"{self.get_action_display()} {self.subject}".strip()
