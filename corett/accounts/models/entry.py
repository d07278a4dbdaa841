"""What the door keeps: who is inside, who knocks too often, what opens besides a password."""

from datetime import timedelta
from typing import Self

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models.people import User
from corett.lib.audited import Audited
from corett.lib.constraints import one_of


class SessionQuerySet(models.QuerySet):
    def open_of(self, user: User) -> Self:
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")

    def expired(self) -> Self:
        return self.filter(expire_date__lte=timezone.now())


class Session(AbstractBaseSession):
    """A browser in which somebody entered, as that person may see it and end it."""

    public_id = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name=_("persona")
    )
    opened_at = models.DateTimeField(_("abierta el"))
    seen_at = models.DateTimeField(_("usada por última vez el"))
    agent = models.CharField(_("navegador"), max_length=300, blank=True)

    audited = None
    objects = SessionQuerySet.as_manager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")


class AttemptsQuerySet(models.QuerySet):
    def expired(self) -> Self:
        """No limit counts further back than an hour."""
        return self.filter(since__lt=timezone.now() - timedelta(days=1))


class Attempts(models.Model):
    """How often something was tried since a moment; of who tried it, only a keyed digest."""

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    audited = None
    objects = AttemptsQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuenta de intentos")
        verbose_name_plural = _("cuentas de intentos")

    def __str__(self):
        return self.digest


class RecoveryCode(models.Model):
    """Opens once in place of the telephone. Only its hash is kept."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="recovery_codes", verbose_name=_("persona")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("hecho el"), default=timezone.now)
    used_at = models.DateTimeField(_("usado el"), null=True)

    audited = Audited(hashed=("digest",))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("código de respaldo")
        verbose_name_plural = _("códigos de respaldo")

    def __str__(self):
        return f"{self.user} · {self.made_at:%Y-%m-%d}"


class LetterKind(models.TextChoices):
    INVITATION = "invitation", _("invitación")
    RESET = "reset", _("contraseña nueva")
    PASSWORD_CHANGED = "password_changed", _("la contraseña cambió")
    EMAIL_CHANGED = "email_changed", _("el correo cambió")
    FACTOR_ON = "factor_on", _("segundo factor puesto")
    FACTOR_OFF = "factor_off", _("segundo factor quitado")
    FACTOR_RESET = "factor_reset", _("segundo factor quitado por la Secretaría")


class LetterQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those of the last days that did not go out; an older one would only surprise."""
        recent = timezone.now() - timedelta(days=3)
        return self.filter(sent_at=None, asked_at__gt=recent).order_by("pk")


class Letter(models.Model):
    """A mail about an account, kept until it went out.

    It holds no link: that is made at the moment of sending, so that no row opens an account.
    Who asks for a password with an address that is nobody's leaves a row without person, which
    takes as long to write, and goes nowhere.
    """

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="letters", verbose_name=_("persona")
    )
    kind = models.CharField(_("clase"), max_length=20, choices=LetterKind)
    address = models.EmailField(
        _("a qué dirección"),
        blank=True,
        help_text=_("Vacía: la que la cuenta tenga al salir el correo."),
    )
    asked_at = models.DateTimeField(_("pedida el"), default=timezone.now)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("pedida por")
    )
    tried_at = models.DateTimeField(_("intentada el"), null=True)
    sent_at = models.DateTimeField(_("enviada el"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("correo de la cuenta")
        verbose_name_plural = _("correos de las cuentas")
        constraints = [
            one_of("kind", LetterKind, name="accounts_letter_kind"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(tried_at__isnull=False),
                name="accounts_letter_tried_before_sent",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.user}"
