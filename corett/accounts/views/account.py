from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from corett.accounts import history
from corett.accounts.forms import HistoryFilter, LanguageForm
from corett.accounts.middleware import SESSION_KEY
from corett.accounts.permissions import reads_history
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import sheet_of

CHANGES_PER_PAGE = 50


def language(request):
    """In which language the mails are written; the pages stay as they are."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.save(update_fields=["language"])
        messages.success(request, gettext("Desde ahora recibe los avisos en ese idioma."))
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/language.html", {"form": form}, status=status)


@require_safe
def history_list(request):
    if not reads_history(request.user):
        raise PermissionDenied
    form = HistoryFilter(request.GET)
    pages = Paginator(history.places(form.asked()), CHANGES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "changes": history.read(page),
        "endings": ["xlsx", "ods", "csv", "json"],
    }
    return render(request, "accounts/history.html", context)


@require_safe
def history_file(request, ending):
    """All that the filter shows, one row for each field that changed."""
    if not reads_history(request.user):
        raise PermissionDenied
    if ending not in ("xlsx", "ods", "csv", "json"):
        raise Http404
    changes = history.read(history.places(HistoryFilter(request.GET).asked()))
    headings = [str(heading) for heading in history.HEADINGS]
    sheet = sheet_of(gettext("Historial"), headings, history.table_rows(changes))
    return HttpResponse(
        files.write([sheet], ending),
        content_type=files.KINDS[ending],
        headers={
            "Content-Disposition": f'attachment; filename="historial.{ending}"',
            "Cache-Control": "private, no-store",
        },
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
