from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource

from corett.directory.models import Institution


class InstitutionResource(ModelResource):
    country = Field("country__code", _("País"))
    name = Field("name", _("Nombre"))
    type = Field("get_type_display", _("Tipo"))
    sector = Field("get_sector_display", _("Sector"))
    is_public = Field("is_public", _("Se puede publicar"))

    class Meta:
        model = Institution
        fields = export_order = ["country", "name", "type", "sector", "is_public"]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("country")

    def dehydrate_is_public(self, institution):
        return gettext("sí") if institution.is_public else gettext("no")
