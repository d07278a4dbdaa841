from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import SecretariatAdmin, SecretariatInline, UnseenChangeForm
from corett.accounts.models import Membership, Stakeholder, User
from corett.accounts.resources import StakeholderResource
from corett.accounts.spreadsheets import SpreadsheetExport

admin.site.unregister(Group)


class InviteForm(BaseUserCreationForm):
    """An account; without a password nobody can enter it yet."""

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].required = self.fields["password2"].required = False

    def validate_passwords(self, *args, **kwargs):
        """Two equal ones, or none."""
        if self.cleaned_data.get("password1") != self.cleaned_data.get("password2"):
            self.add_error("password2", self.error_messages["password_mismatch"])

    def set_password_and_save(self, user, commit=True):
        user.set_password(self.cleaned_data["password1"] or None)
        if commit:
            user.save()
        return user


class PasswordForm(AdminPasswordChangeForm):
    """Only a new password: to close an account one takes away its mark «activa»."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


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
    add_form = InviteForm
    add_form_template = None
    change_password_form = PasswordForm
    list_display = ["name", "email", "is_active", "stakeholders", "last_login"]
    list_filter = ["is_active", "memberships__stakeholder"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    filter_horizontal = []
    readonly_fields = ["password_state", "last_login", "joined_at"]
    fields = [
        "email",
        "name",
        "language",
        "is_active",
        "password_state",
        "last_login",
        "joined_at",
    ]
    fieldsets = None
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "name", "language", "password1", "password2"],
                "description": _(
                    "Puede dejar la contraseña vacía: nadie podrá entrar hasta que le ponga una."
                ),
            },
        )
    ]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__stakeholder")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        superuser = ["is_superuser"] if request.user.is_superuser else []
        return [(None, {"fields": [*self.fields, *superuser]})]

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
