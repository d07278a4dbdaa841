"""What a person reads when the server cannot do its part: no bare error, and what to do now."""

import errno
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

RETRY_AFTER = 30
"""Seconds."""
IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)


@login_not_required
def fault(request):
    """503 where it will pass, and where whoever keeps the server must make room; else 500."""
    reason = passing_reason(sys.exc_info()[1])
    if not reason:
        return server_error(request)
    context = {"reason": reason, "was_sent": request.method == "POST"}
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def passing_reason(error: BaseException | None) -> str:
    """In a sentence; empty where it would happen again and again."""
    if isinstance(error, OperationalError) and "full" in str(error):
        return no_room()
    if isinstance(error, OperationalError | InterfaceError):
        return _("El sistema no alcanza su base de datos, o está muy ocupada.")
    if isinstance(error, OSError) and error.errno in IS_FULL:
        return no_room()
    return ""


def no_room() -> str:
    return _(
        "El servidor no tiene espacio para guardar. Avise a la Secretaría Técnica, para que pida a"
        " quien lo atiende que libere espacio."
    )
