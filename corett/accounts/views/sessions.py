"""Where the person is inside, and how that ends."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from corett.accounts.models import Session
from corett.accounts.sessions import end_sessions


@require_safe
def session_list(request):
    sessions = Session.objects.open_of(request.user)
    context = {
        "sessions": sessions,
        "own": request.session.session_key,
        "idle": int(settings.SESSION_IDLE.total_seconds() // 60),
        "oldest": int(settings.SESSION_OLDEST.total_seconds() // 3600),
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
def session_end(request, public_id):
    """Another one: this one ends with «Salir»."""
    others = Session.objects.open_of(request.user).exclude(pk=request.session.session_key)
    get_object_or_404(others, public_id=public_id).delete()
    messages.success(request, _("Esa sesión está cerrada."))
    return redirect("accounts:session_list")


@require_POST
def session_end_others(request):
    count = end_sessions(request.user, but=request.session.session_key)
    said = ngettext("Se cerró %(count)d sesión.", "Se cerraron %(count)d sesiones.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:session_list")
