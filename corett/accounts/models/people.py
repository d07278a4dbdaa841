"""The stakeholders of the plan ("partes interesadas", plan p. 45) and their people."""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from corett.lib.audited import Audited
from corett.lib.constraints import in_order, one_of


class StakeholderKind(models.TextChoices):
    PRESIDENCY = "presidency", _("Presidencia")
    SECRETARIAT = "secretariat", _("Secretaría Técnica")
    COUNTRY = "country", _("País Miembro")
    OBSERVER = "observer", _("Miembro observador")
    DONOR = "donor", _("Donantes")
    CIVIL_SOCIETY = "civil_society", _("Sociedad civil")
    EVALUATOR = "evaluator", _("Evaluación")


class StakeholderQuerySet(models.QuerySet):
    def get_by_natural_key(self, code: str) -> "Stakeholder":
        return self.get(code=code)

    def countries(self) -> Self:
        return self.filter(kind=StakeholderKind.COUNTRY)

    def held_by(self, user: "User") -> Self:
        """The stakeholders that the person may speak for today."""
        return self.filter(
            pk__in=Membership.objects.current().filter(user=user).values("stakeholder")
        )


class Stakeholder(models.Model):
    """A party to the plan: it reads by its kind and reports by its responsibilities."""

    code = models.SlugField(
        _("código"),
        max_length=30,
        unique=True,
        help_text=_("No cambia nunca. Para un país, su código ISO 3166-1 de dos letras."),
    )
    kind = models.CharField(
        _("clase"),
        max_length=20,
        choices=StakeholderKind,
        help_text=_("De ella depende qué puede leer."),
    )
    name = models.CharField(_("nombre"), max_length=200, help_text=_("Como la nombra el plan."))
    name_en = models.CharField(
        _("nombre en inglés"),
        max_length=200,
        blank=True,
        help_text=_("Para quien lee en inglés. Puede quedar vacío."),
    )
    order = models.PositiveSmallIntegerField(
        _("orden"), default=0, help_text=_("El lugar en listas y tablas.")
    )

    objects = StakeholderQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("parte interesada")
        verbose_name_plural = _("partes interesadas")
        constraints = [one_of("kind", StakeholderKind, name="accounts_stakeholder_kind")]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)

    @property
    def is_country(self) -> bool:
        return self.kind == StakeholderKind.COUNTRY


class AccountHistory(HistoricalRecords):
    """Entering the system is no change of the account."""

    def post_save(self, instance, created, using=None, **kwargs):
        if set(kwargs.get("update_fields") or ["*"]) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class Language(models.TextChoices):
    SPANISH = "es", _("español")
    ENGLISH = "en", _("inglés")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in by e-mail and acts for a stakeholder through a membership."""

    email = models.EmailField(
        _("correo electrónico"), unique=True, help_text=_("Con él entra y en él recibe los avisos.")
    )
    name = models.CharField(
        _("nombre"), max_length=200, help_text=_("Como debe leerse en el historial.")
    )
    language = models.CharField(
        _("idioma de los avisos"),
        max_length=2,
        choices=Language,
        default=Language.SPANISH,
        help_text=_("En qué idioma recibe los correos."),
    )
    is_active = models.BooleanField(
        _("activa"), default=True, help_text=_("Quite la marca en lugar de borrar la cuenta.")
    )
    joined_at = models.DateTimeField(_("invitada el"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    audited = Audited(ignored=("last_login",), hashed=("password",))
    objects = UserManager()
    history = AccountHistory(excluded_fields=["password", "last_login"])

    class Meta:
        ordering = ["name", "email"]
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                name="accounts_one_account_per_email",
                violation_error_message=_("Ya existe una cuenta con este correo electrónico."),
            ),
            one_of("language", Language, name="accounts_user_language"),
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.email = self.email.lower()

    @property
    def is_staff(self) -> bool:
        """Django's admin asks for it; who may enter is decided by the admin site."""
        return self.is_superuser or self.serves(StakeholderKind.SECRETARIAT)

    @cached_property
    def current_memberships(self) -> "list[Membership]":
        return list(self.memberships.current().select_related("stakeholder", "user"))

    def serves(self, *kinds: str) -> bool:
        return any(membership.stakeholder.kind in kinds for membership in self.current_memberships)

    def belongs_to(self, stakeholder: Stakeholder) -> bool:
        return any(
            membership.stakeholder_id == stakeholder.pk for membership in self.current_memberships
        )


class Position(models.TextChoices):
    TITULAR = "titular", _("titular")
    ALTERNATE = "alternate", _("suplente")


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)

    def current_of(self, membership: "Membership | None") -> "Membership | None":
        """The same hat read afresh; None without one, once it ended or its account was closed."""
        if membership is None:
            return None
        return (
            self.current()
            .filter(pk=membership.pk, user__is_active=True)
            .select_related("user", "stakeholder")
            .first()
        )


class Membership(models.Model):
    """A person's dated place in a stakeholder: the hat in which that person acts."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name=_("persona")
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("parte interesada"),
    )
    position = models.CharField(
        _("calidad"),
        max_length=10,
        choices=Position,
        default=Position.TITULAR,
        help_text=_("Titular y suplente pueden lo mismo y reciben los mismos avisos."),
    )
    since = models.DateField(
        _("desde"),
        default=timezone.localdate,
        help_text=_("Primer día en que puede entrar por esta parte interesada."),
    )
    until = models.DateField(
        _("hasta"), null=True, blank=True, help_text=_("Último día en que puede entrar.")
    )

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["stakeholder__order", "-since"]
        verbose_name = _("membresía")
        verbose_name_plural = _("membresías")
        constraints = [
            one_of("position", Position, name="accounts_membership_position"),
            in_order(
                "since",
                "until",
                name="accounts_membership_in_order",
                message=_("La membresía no puede terminar antes de empezar."),
            ),
            models.UniqueConstraint(
                fields=["user", "stakeholder"],
                condition=Q(until__isnull=True),
                name="accounts_one_open_membership",
                violation_error_message=_("Esta persona ya tiene una membresía abierta aquí."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.stakeholder}"

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until >= today)
