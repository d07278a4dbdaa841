from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from plan.models import Plan
from plan.views.page import plan_page
from risks import reporting


def matrix(request, code):
    plan = get_object_or_404(Plan, code=code)
    context = {"groups": reporting.matrix(plan), "title": gettext("Riesgos")}
    return plan_page(request, plan, "risks/matrix.html", context)
