"""Where the person is inside, and how that ends."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from corett.accounts import attempts
from corett.accounts.forms import EndSessionsForm
from corett.accounts.models import Session
from corett.accounts.sessions import AGENT, end_sessions, opened_at
from corett.accounts.views.answers import refuse


@require_safe
def session_list(request):
    return page(request, end_form(request))


@require_POST
def session_end(request):
    """Others of one's own; this one ends with «Salir»."""
    form = end_form(request, request.POST)
    if not form.is_valid():
        return refuse(page(request, form), form)
    form.attempt.succeed()
    which = form.cleaned_data["which"]
    named = None if which == EndSessionsForm.ALL else which
    count = end_sessions(request.user, but=request.session.session_key, named=named)
    said = ngettext("Se cerró %(count)d sesión.", "Se cerraron %(count)d sesiones.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:session_list")


def end_form(request, *typed) -> EndSessionsForm:
    own = request.session.session_key
    return EndSessionsForm(
        *typed,
        user=request.user,
        others=[one for one in Session.objects.open_of(request.user) if one.pk != own],
        attempt=attempts.secret(request),
    )


def page(request, form: EndSessionsForm) -> HttpResponse:
    context = {
        "form": form,
        "agent": request.session.get(AGENT, ""),
        "opened_at": opened_at(request.session),
        "idle": int(settings.SESSION_IDLE.total_seconds() // 60),
        "oldest": int(settings.SESSION_OLDEST.total_seconds() // 3600),
    }
    return render(request, "accounts/sessions.html", context)
