from django.contrib.auth.views import LoginView
from django.http import Http404
from django.shortcuts import redirect, render

from corett.accounts.forms import LoginForm
from corett.accounts.middleware import SESSION_KEY

login = LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)


def membership_choose(request):
    if request.method != "POST":
        return render(request, "accounts/membership_choose.html")
    held = {str(membership.pk): membership for membership in request.user.current_memberships}
    chosen = held.get(request.POST.get("membership", ""))
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    return redirect("home")
