from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from corett.accounts.forms import LoginForm
from corett.accounts.middleware import SESSION_KEY

login = LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)


class PasswordChange(SuccessMessageMixin, PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("home")
    success_message = _("Contraseña cambiada. Las demás sesiones de su cuenta se cerraron.")


def membership_choose(request):
    if request.method != "POST":
        return render(request, "accounts/membership_choose.html")
    held = {str(membership.pk): membership for membership in request.user.current_memberships}
    chosen = held.get(request.POST.get("membership", ""))
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    return redirect("home")
