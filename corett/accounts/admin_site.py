"""Django's admin as the Secretaría Técnica sees it: who may enter, and with what history."""

from functools import update_wrapper

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, router
from django.db.models import ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.forms.models import _get_foreign_key
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts import changes
from corett.accounts.permissions import can_edit_plan
from corett.accounts.rows import CountedRows

PLACES = {"plan": 0, "risks": 1, "monitoring": 2, "directory": 3, "accounts": 4}


class SecretariatAdminSite(AdminSite):
    """Opens for the Secretaría Técnica only; people log in where everybody does."""

    site_header = _("CORETT · Edición del plan")
    site_title = _("CORETT")
    index_title = _("Tablas del plan")

    def __init__(self, name="admin"):
        """Rows are deleted one by one, on the page that says what hangs on each."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_app_list(self, request, app_label=None):
        """The plan first; within each part, in the order of the document."""
        parts = self._build_app_dict(request, app_label).values()
        return sorted(parts, key=lambda part: PLACES.get(part["app_label"], len(PLACES)))

    def has_permission(self, request):
        return request.user.is_authenticated and can_edit_plan(request.user)

    def admin_view(self, view, cacheable=False):
        """Who entered and may not be here is told so; who did not enter is led to the door."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/"))

    def password_change(self, request, extra_context=None):
        """Where everybody changes it."""
        return redirect("accounts:password_change")

    def password_change_done(self, request, extra_context=None):
        return redirect("home")


def kept_by(row) -> list[str]:
    """What hangs on the row and must stay, by its name; empty where the row can be deleted."""
    kept = {related.related_model for related in chosen_in(row)}
    try:
        Collector(using=router.db_for_write(type(row))).collect([row])
    except ProtectedError as error:
        kept |= {type(one) for one in error.protected_objects}
    return sorted(str(model._meta.verbose_name_plural) for model in kept)


def chosen_in(row) -> list:
    """The relations by which rows of other tables chose this one; the database would drop them."""
    chosen = [one for one in row._meta.related_objects if one.many_to_many]
    return [
        one
        for one in chosen
        if one.through._meta.auto_created and getattr(row, one.get_accessor_name()).exists()
    ]


class ForSecretariat:
    """Every permission of the admin follows from the one rule that opens the site."""

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}

    def has_module_permission(self, request):
        return can_edit_plan(request.user)

    def has_view_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_add_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_delete_permission(self, request, obj=None):
        return can_edit_plan(request.user)


class UnseenChangeForm(forms.ModelForm):
    """Refuses to save over what somebody else saved after the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    histories: list = []
    unseen: list = []
    is_overtaken = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = changes.version(self.histories)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("seen") != self.version_under_lock():
            self.is_overtaken = True
            self.add_error(None, self.unseen_change())
            self.unseen = [
                self.both_texts(change)
                for change in changes.changes_since(self.histories, cleaned.get("seen"))
            ]
        return cleaned

    def both_texts(self, change: changes.Change) -> tuple[changes.Change, list]:
        """What a colleague saved, and what this person wrote in the same field of this form."""
        typed = {}
        if change.row == str(type(self.instance).objects.get(pk=self.instance.pk)):
            typed = {capfirst(self[name].label): self.typed(name) for name in self.fields}
        return change, [(field, typed.get(field.label)) for field in change.fields]

    def typed(self, name: str) -> str:
        value = self[name].value()
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices).get(value, value)) if choices else str(value or "")

    def version_under_lock(self):
        """Two people who save at once come one after the other."""
        type(self.instance).objects.select_for_update().get(pk=self.instance.pk)
        return changes.version(self.histories)

    def unseen_change(self):
        last = changes.last_change(self.histories)
        if last is None:
            return gettext("No se guardó nada: la página llegó incompleta. Ábrala de nuevo.")
        return gettext(
            "No se guardó nada: %(person)s guardó cambios aquí el %(when)s, después de que usted "
            "abriera esta página. Abajo está lo que se guardó y lo que usted escribió. Abra la "
            "página de nuevo en otra ventana y repita allí lo que quería cambiar; lo que escribió "
            "sigue aquí."
        ) % {
            "person": last.history_user or gettext("el sistema"),
            "when": date_format(timezone.localtime(last.history_date), "SHORT_DATETIME_FORMAT"),
        }


class SecretariatAdmin(ForSecretariat, admin.ModelAdmin):
    """A table with its history; what is permanent is written once, on adding."""

    form = UnseenChangeForm
    object_history_template = "admin/changes.html"
    permanent_fields: tuple[str, ...] = ()

    def delete_view(self, request, object_id, extra_context=None):
        """What something hangs on stays, and the page says what and how it is retired."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not (names := self.kept_by(row)):
            return super().delete_view(request, object_id, extra_context)
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), **self.keeping(names), "object": row}
        status = 409 if request.method == "POST" else 200
        context["opts"] = self.opts
        return TemplateResponse(request, "admin/kept.html", context, status=status)

    def keeping(self, names: list[str]) -> dict:
        return {"kept_by": names, "can_be_retired": hasattr(self.model, "retired_on")}

    def kept_by(self, row) -> list[str]:
        """What hangs on the row, said on its page where it cannot be deleted."""
        return kept_by(row)

    def render_change_form(self, request, context, obj=None, **kwargs):
        names = self.kept_by(obj) if obj else []
        context |= {**self.keeping(names), "show_delete": not names}
        response = super().render_change_form(request, context, obj=obj, **kwargs)
        if getattr(context["adminform"].form, "is_overtaken", False):
            response.status_code = 409
        return response

    def get_fields(self, request, obj=None):
        """What is permanent comes first, when it was retired last; what was seen is hidden."""
        permanent = self.permanent_fields if obj else ()
        others = super().get_fields(request, obj)
        shown = [name for name in others if name not in (*permanent, "seen")]
        return [*permanent, *sorted(shown, key=lambda name: name == "retired_on")]

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *self.permanent_fields) if obj else readonly

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.histories = self.histories(obj.pk) if obj else []
        return form

    def histories(self, pk) -> list[QuerySet]:
        """The history of a row and of those that are edited on its page."""
        owned = [inline.history_of(self.model, pk) for inline in self.inlines]
        return [self.model.history.filter(**{self.opts.pk.attname: pk}), *owned]

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historial: %(row)s") % {"row": row},
            "changes": changes.changes(self.histories(row.pk)),
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.object_history_template, context)


class WithHistory:
    """An inline whose rows belong to the history of the page."""

    @classmethod
    def history_of(cls, parent: type[models.Model], pk) -> QuerySet:
        key = _get_foreign_key(parent, cls.model, cls.fk_name)
        return cls.model.history.filter(**{key.attname: pk})


class SecretariatInline(WithHistory, ForSecretariat, admin.TabularInline):
    formset = CountedRows
    extra = 0


class SecretariatStackedInline(WithHistory, ForSecretariat, admin.StackedInline):
    formset = CountedRows
    extra = 0


class ReadOnlyAdmin(ForSecretariat, admin.ModelAdmin):
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
