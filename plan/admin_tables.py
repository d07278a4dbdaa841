"""Tables of the admin that are taken away from their list and brought back on a page."""

from django.urls import reverse

from corett.accounts.spreadsheets import SpreadsheetExport
from plan.models import Plan


class PlanTable(SpreadsheetExport):
    def changelist_view(self, request, extra_context=None):
        plan = Plan.objects.current()
        bring = plan and reverse("whole_plan:exchange", args=[plan.code])
        return super().changelist_view(request, {**(extra_context or {}), "bring": bring})
