"""The news of the annual reports: what is published for everyone, and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from monitoring.annual.shelves import in_order
from monitoring.models import AnnualReport, FileKind

MOST = 20


class AnnualFeed(Feed):
    feed_type = Atom1Feed
    title = gettext_lazy("CORETT: informes anuales")
    subtitle = gettext_lazy("Ediciones publicadas para cualquier persona.")
    author_name = "CORETT"
    link = reverse_lazy("monitoring:annual_list")

    def items(self):
        """As somebody without an account sees them, whoever asks."""
        visible = AnnualReport.objects.visible_to(AnonymousUser()).for_listing()
        return visible.order_by("-published_at").prefetch_related("files")[:MOST]

    def item_title(self, item: AnnualReport) -> str:
        return str(item)

    def item_description(self, item: AnnualReport) -> str:
        kind = _("Edición definitiva.") if item.is_final else _("Edición provisional.")
        corrects = _("Qué corrige:") + f" {item.erratum}" if item.erratum else ""
        return f"{item.plan}. {kind} {corrects}".strip()

    def item_guid(self, item: AnnualReport) -> str:
        return f"urn:sha256:{item.data_sha256}"

    def item_pubdate(self, item: AnnualReport):
        return item.published_at

    def item_updateddate(self, item: AnnualReport):
        return item.published_at

    def item_enclosures(self, item: AnnualReport) -> list[Enclosure]:
        return [
            Enclosure(self.address_of(item, file.name), str(file.size), "application/pdf")
            for file in in_order(item)
            if file.kind == FileKind.PDF and not file.country
        ]

    def address_of(self, item: AnnualReport, name: str) -> str:
        path = reverse("monitoring:annual_file", args=[*item.address, name])
        return f"{self.site}{path}"

    def get_feed(self, obj, request):
        self.site = f"{request.scheme}://{request.get_host()}"
        return super().get_feed(obj, request)


annual_feed = require_safe(login_not_required(AnnualFeed()))
