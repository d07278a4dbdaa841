from io import BytesIO

from django.http import FileResponse, Http404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plan import document
from plan.models import PlanEdition
from plan.plans import find_plan
from plan.views.page import plan_page


@require_safe
def latest(request, code):
    plan = find_plan(request, code)
    edition = document.find_edition(plan)
    if edition is None:
        context = {"title": gettext("El plan en PDF")}
        return plan_page(request, plan, "plan/document/none.html", context, status=404)
    return pdf_of(edition)


@require_safe
def of_edition(request, code, number):
    edition = document.find_edition(find_plan(request, code), number)
    if edition is None:
        raise Http404
    return pdf_of(edition)


def pdf_of(edition: PlanEdition) -> FileResponse:
    pdf = BytesIO(document.render(edition))
    response = FileResponse(pdf, as_attachment=True, filename=document.file_name(edition))
    response["Cache-Control"] = "private, no-cache"
    return response
