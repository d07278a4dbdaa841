from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from corett.lib.constraints import both_or_neither
from monitoring.models.entry import ProgressEntry
from monitoring.models.record import Record


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The talk of a review is for who reports and for who reads the whole region."""
        if reads_whole_region(user):
            return self
        return self.filter(entry__report__stakeholder__in=Stakeholder.objects.held_by(user))

    def threads(self) -> Self:
        """What opens a talk; its answers hang on it."""
        return self.filter(answers_to__isnull=True)

    def unsettled(self) -> Self:
        """The talks that nobody has settled yet."""
        return self.threads().filter(settled_at__isnull=True)


class Comment(models.Model):
    """Words about an activity of a report or one of its rows: what opens a talk, or an answer.

    A talk is settled ("resuelto") by the reviewer and may be opened again; an answer goes with it.
    """

    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="comments", verbose_name=_("avance")
    )
    record = models.ForeignKey(
        Record,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("De qué acción"),
        help_text=_("Déjelo vacío si es de toda la actividad."),
    )
    about = models.CharField(
        _("acción comentada"),
        max_length=250,
        blank=True,
        editable=False,
        help_text=_("Cómo se llamaba la acción; queda aunque la acción se quite."),
    )
    answers_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="answers",
        verbose_name=_("responde a"),
    )
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

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("comentario")
        verbose_name_plural = _("comentarios")
        constraints = [
            both_or_neither("settled_at", "settled_by", name="monitoring_comment_settled"),
            models.CheckConstraint(
                condition=Q(answers_to__isnull=True) | Q(settled_at__isnull=True),
                name="monitoring_answer_not_settled_alone",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
