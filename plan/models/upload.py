from django.utils.translation import gettext_lazy as _

from corett.lib.constraints import both_or_neither
from corett.lib.uploads import Upload


class PlanUpload(Upload):
    """A file with tables of a plan."""

    class Meta(Upload.Meta):
        verbose_name = _("archivo del plan")
        verbose_name_plural = _("archivos del plan")
        constraints = [both_or_neither("applied_at", "applied_by", name="plan_upload_applied")]
