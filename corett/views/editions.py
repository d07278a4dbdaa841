"""Editions of a plan with its risks: what is open, what was published, and how two differ."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.accounts.permissions import acts_for_secretariat
from corett.lib.canonical import canonical
from plan import editions
from plan.difference import difference
from plan.forms.editions import CompareForm, PublishForm
from plan.models import Plan, PlanEdition
from plan.plans import find_plan
from plan.views.page import plan_page
from risks.export import export_whole_plan


@require_safe
def edition_list(request, code):
    plan = find_plan(request, code)
    published = plan.editions.with_previous().defer("content").select_related("published_by")
    context = {
        "title": _("Ediciones"),
        "editions": published,
        "compare": CompareForm(editions=published),
        "open_count": len(editions.open_changes(plan, export_whole_plan(plan))),
    }
    return plan_page(request, plan, "plan/edition_list.html", context)


def edition_open(request, code):
    """What has changed since the last edition, and the button that publishes it."""
    plan = find_plan(request, code)
    form = PublishForm(request.POST or None)
    if request.method == "POST":
        if not acts_for_secretariat(request.membership):
            raise PermissionDenied
        if form.is_valid() and publish(request, plan, form):
            return redirect("whole_plan:edition_list", code)
    last = plan.editions.first()
    changes = editions.changes_since(last, export_whole_plan(plan))
    context = {
        "title": _("Cambios sin publicar"),
        "parents": parents(plan),
        "changes": changes,
        "shown": editions.digest(changes),
        "last": last,
        "form": form,
        "may_publish": acts_for_secretariat(request.membership),
    }
    status = 422 if form.is_bound else 200
    return plan_page(request, plan, "plan/edition_open.html", context, status=status)


def publish(request, plan: Plan, form: PublishForm) -> bool:
    try:
        edition = editions.publish_open_edition(
            plan,
            read_content=export_whole_plan,
            shown=request.POST.get("shown", ""),
            kinds=form.cleaned_data["kinds"],
            reason=form.cleaned_data["reason"],
            by=request.membership,
        )
    except editions.EditionDenied as denied:
        form.add_error(None, str(denied))
        return False
    messages.success(request, _("Se publicó la edición %(number)s.") % {"number": edition.number})
    return True


@require_safe
def edition_compare(request, code):
    """The address of a comparison follows from the two editions that the person chose."""
    plan = find_plan(request, code)
    form = CompareForm(request.GET, editions=plan.editions.defer("content"))
    if not form.is_valid():
        messages.error(request, _("Elija dos ediciones que existan."))
        return redirect("whole_plan:edition_list", code)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    return redirect("whole_plan:edition_difference", code, old, new)


@require_safe
def edition_difference(request, code, old, new):
    plan, old, new = two_editions(request, code, old, new)
    context = {
        "title": _("De la edición %(old)s a la %(new)s") % {"old": old.number, "new": new.number},
        "parents": parents(plan),
        "editions": [old, new],
        "changes": difference(old.content, new.content),
    }
    return plan_page(request, plan, "plan/edition_difference.html", context)


@require_safe
def edition_difference_data(request, code, old, new):
    plan, old, new = two_editions(request, code, old, new)
    name = f"{code}-cambios-{old.number}-{new.number}.json"
    return JsonResponse(
        {
            "plan": plan.code,
            "old": old.number,
            "new": new.number,
            "changes": [change.data() for change in difference(old.content, new.content)],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def edition_data(request, code, number):
    """The very bytes whose hash the colophon of its PDF prints."""
    edition = get_object_or_404(PlanEdition, plan__code=code, number=number)
    name = f"{code}-edicion-{number}.json"
    return HttpResponse(
        canonical(edition.content),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def two_editions(request, code: str, old: int, new: int) -> tuple[Plan, PlanEdition, PlanEdition]:
    plan = find_plan(request, code)
    published = plan.editions.select_related("published_by")
    return plan, *(get_object_or_404(published, number=number) for number in (old, new))


def parents(plan: Plan) -> list[tuple[str, str]]:
    return [(_("Ediciones"), reverse("whole_plan:edition_list", args=[plan.code]))]
