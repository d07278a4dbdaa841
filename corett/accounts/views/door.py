"""Entering, and the passwords: one's own change, a forgotten one, the first one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN as TOKEN
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from corett.accounts import attempts, devices, passwords, second_factor, tokens
from corett.accounts.forms import LoginForm, PasswordForm, ResetForm
from corett.accounts.models import User
from corett.accounts.sessions import AGENT
from corett.accounts.views.answers import refuse


class Login(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        form.attempt.succeed()
        self.request.session[AGENT] = self.request.headers.get("User-Agent", "")[:300]
        if not second_factor.is_missing(self.request):
            devices.remember(self.request, response, self.request.user.email, is_whole=True)
        return response

    def form_invalid(self, form):
        return refuse(super().form_invalid(form), form)


class PasswordChange(SuccessMessageMixin, PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = PasswordForm
    success_url = reverse_lazy("home")
    success_message = _("Contraseña cambiada. Las demás sesiones de su cuenta se cerraron.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "attempt": attempts.secret(self.request)}

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            passwords.note_change(self.request.user, but=self.request.session.session_key)
        form.attempt.succeed()
        return response

    def form_invalid(self, form):
        return refuse(super().form_invalid(form), form)


@login_not_required
def reset(request):
    """The answer is the same for an address that has an account and for one that has none."""
    form = ResetForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        passwords.ask_reset(form.cleaned_data["email"])
        return redirect("accounts:reset_asked")
    page = render(request, "accounts/reset.html", {"form": form})
    return refuse(page, form) if request.method == "POST" else page


@login_not_required
@require_safe
def reset_asked(request):
    return render(request, "accounts/reset_asked.html")


class ChoosePassword(PasswordResetConfirmView):
    """Behind a link of a mail. The token goes into the session, and out of the address, at once."""

    template_name = "accounts/password_choose.html"
    reset_url_token = "elegir"  # noqa: S105 — a word of the address
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form):
        with transaction.atomic():
            fresh = User.objects.select_for_update().get(pk=self.user.pk)
            if not self.is_open(fresh):
                self.validlink = False
                return self.render_to_response(self.get_context_data(form=None))
            response = super().form_valid(form)
            passwords.note_change(self.user)
        devices.remember(self.request, response, self.user.email, is_whole=False)
        messages.success(self.request, _("Su contraseña está guardada. Entre con ella."))
        return response

    def is_open(self, user: User) -> bool:
        """Asked again under lock: of two who use the link at once, one chooses."""
        return self.token_generator.check_token(user, self.request.session.get(TOKEN))

    def form_invalid(self, form):
        return refuse(super().form_invalid(form), form)

    def render_to_response(self, context, **response):
        status = 200 if self.validlink else 410
        return super().render_to_response(context, status=status, **response)


class Invitation(ChoosePassword):
    token_generator = tokens.INVITATION
    extra_context = {"is_invitation": True}


class Reset(ChoosePassword):
    token_generator = tokens.RESET
