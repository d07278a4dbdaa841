from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp import admin as totp_admin

from corett.accounts import attempts, passwords, second_factor
from corett.accounts.admin_site import SecretariatAdmin, SecretariatInline, UnseenChangeForm
from corett.accounts.forms import CountedForm, PasswordField
from corett.accounts.models import Membership, Stakeholder, User
from corett.accounts.permissions import can_keep_account, can_reset_second_factor
from corett.accounts.resources import StakeholderResource
from corett.accounts.spreadsheets import SpreadsheetExport

admin.site.unregister([Group, totp_admin.TOTPDevice])


class InviteForm(forms.ModelForm):
    """An account without password: the person chooses it, behind a link that is mailed."""

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(CountedForm, UnseenChangeForm):
    """Whoever finds a session of the Secretaría open takes over nobody's account with it."""

    OPENS = {"email", "is_superuser"}
    editor: User
    own_password = PasswordField(
        label=_("Su propia contraseña"),
        required=False,
        help_text=_("Solo para cambiar el correo o los derechos de la cuenta."),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.OPENS.intersection(self.changed_data):
            self.check_editor(cleaned["own_password"])
        return cleaned

    def check_editor(self, password: str) -> None:
        self.begin()
        if not self.editor.check_password(password):
            self.add_error("own_password", PasswordField.wrong())
        else:
            self.attempt.succeed()


class MembershipInline(SecretariatInline):
    model = Membership
    fields = ["stakeholder", "position", "since", "until"]

    def has_change_permission(self, request, obj=None):
        """Nobody ends one's own membership: the last of the Secretaría could not come back."""
        return super().has_change_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user

    def has_add_permission(self, request, obj=None):
        """Nobody gives oneself the hat of another, who would then approve one's own work."""
        return super().has_add_permission(request, obj) and obj != request.user

    def get_extra(self, request, obj=None, **kwargs):
        """Whoever is invited is invited for some stakeholder."""
        return 0 if obj else 1


@admin.register(User)
class UserAdmin(SecretariatAdmin, DjangoUserAdmin):
    form = AccountForm
    add_form = InviteForm
    add_form_template = None
    list_display = ["name", "email", "is_active", "stakeholders", "last_login"]
    list_filter = ["is_active", "memberships__stakeholder"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    filter_horizontal = []
    readonly_fields = ["password_state", "factor_state", "last_login", "joined_at"]
    fields = [
        "email",
        "name",
        "language",
        "is_active",
        "password_state",
        "factor_state",
        "last_login",
        "joined_at",
    ]
    fieldsets = None
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "name", "language"],
                "description": _(
                    "Al guardar le llega por correo una invitación, con un enlace para elegir su"
                    " contraseña."
                ),
            },
        )
    ]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__stakeholder")

    def get_urls(self):
        """Nobody knows the password of another, so nobody sets it."""
        others = [one for one in super().get_urls() if one.name != "auth_user_password_change"]
        own = [
            ("invitar", self.invite),
            ("segundo-factor", self.reset_second_factor),
            ("sesiones", self.close_sessions),
        ]
        return [
            *(
                path(f"<id>/{word}/", self.admin_site.admin_view(view), name=view.__name__)
                for word, view in own
            ),
            *others,
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor, form.attempt = request.user, attempts.secret(request)
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            own = request.session.session_key if obj == request.user else None
            passwords.note_new_address(obj, old=form.initial["email"], by=request.user, but=own)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            passwords.invite(form.instance, by=request.user)

    @method_decorator(require_POST)
    def invite(self, request, id):
        """Again, or with a link for a new password where there is one already."""
        done = gettext("El correo con el enlace está en camino a %(email)s.")
        return self.act(request, id, passwords.invite, done)

    @method_decorator(require_POST)
    def reset_second_factor(self, request, id):
        done = gettext("La cuenta %(email)s ya no tiene segundo factor, y sus sesiones terminaron.")
        return self.act(request, id, second_factor.reset, done)

    @method_decorator(require_POST)
    def close_sessions(self, request, id):
        done = gettext("Las sesiones de %(email)s están cerradas.")
        return self.act(request, id, passwords.close_sessions, done)

    def act(self, request, id, verb, done: str):
        user = self.get_object(request, unquote(id))
        if user is None:
            raise Http404
        try:
            verb(user, by=request.user)
        except (passwords.Refused, second_factor.Refused) as refused:
            if not can_keep_account(request.user, user):
                raise PermissionDenied from refused
            messages.error(request, str(refused))
        else:
            messages.success(request, done % {"email": user.email})
        return redirect("admin:accounts_user_change", user.pk)

    def render_change_form(self, request, context, obj=None, **kwargs):
        """What the buttons above the form offer."""
        if obj:
            context |= {
                "may_invite": can_keep_account(request.user, obj) and obj.is_active,
                "may_close_sessions": can_keep_account(request.user, obj) and obj != request.user,
                "may_reset_factor": can_reset_second_factor(request.user, obj)
                and second_factor.has_device(obj),
            }
        response = super().render_change_form(request, context, obj=obj, **kwargs)
        if getattr(context["adminform"].form, "too_many", None):
            response.status_code = 429
        return response

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        superuser = ["is_superuser"] if request.user.is_superuser else []
        password = ["own_password"] if self.has_change_permission(request, obj) else []
        return [(None, {"fields": [*self.fields, *superuser, *password]})]

    def has_change_permission(self, request, obj=None):
        """Nobody takes over the account of somebody with more rights."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above

    def get_readonly_fields(self, request, obj=None):
        """Nobody closes one's own account: the last of the Secretaría could not open it again."""
        own = ["is_active"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_delete_permission(self, request, obj=None):
        """What a person did stays; the account is closed with «activa»."""
        return False

    @admin.display(description=_("partes interesadas"))
    def stakeholders(self, user):
        return ", ".join(
            str(membership.stakeholder)
            for membership in user.memberships.all()
            if membership.is_current
        )

    @admin.display(description=_("segundo factor"))
    def factor_state(self, user):
        return gettext("tiene") if second_factor.has_device(user) else gettext("no tiene")

    @admin.display(description=_("contraseña"))
    def password_state(self, user):
        return gettext("tiene") if user.has_usable_password() else gettext("no tiene todavía")


@admin.register(Stakeholder)
class StakeholderAdmin(SpreadsheetExport, SecretariatAdmin):
    resource_classes = [StakeholderResource]
    list_display = ["code", "name", "kind", "name_en", "order"]
    list_display_links = ["code", "name"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "name_en"]
    permanent_fields = ("code",)


class NotOwnForm(UnseenChangeForm):
    """Nobody gives oneself the hat of another, who would then approve one's own work."""

    editor: User | None = None

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.editor and not self.editor.is_superuser:
            raise ValidationError(_("Su propia membresía se la da otra persona de la Secretaría."))
        return user


@admin.register(Membership)
class MembershipAdmin(SecretariatAdmin):
    form = NotOwnForm
    list_display = ["user", "stakeholder", "position", "since", "until"]
    list_filter = ["stakeholder"]
    list_select_related = ["user", "stakeholder"]
    search_fields = ["user__name", "user__email"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_own(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_own(request, obj)

    def is_own(self, request, membership) -> bool:
        return membership is not None and membership.user_id == request.user.pk
