from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from corett.lib.audited import Audited
from corett.lib.frozen import Frozen
from plan.models.plan import Plan


class EditionReason(models.TextChoices):
    """Why the plan changed (the kinds of changes that an edition gathers)."""

    CAPTURE = "capture", _("captura de lo que faltaba")
    ERRATUM = "erratum", _("errata")
    ADAPTATION = "adaptation", _("adaptación del plan")
    CONTEXT = "context", _("cambio del contexto")
    RESOURCES = "resources", _("recursos")
    OTHER = "other", _("otro motivo")


class PlanEditionQuerySet(models.QuerySet):
    def with_previous(self) -> Self:
        """Add the number of the edition before, empty for the first."""
        earlier = PlanEdition.objects.filter(
            plan=models.OuterRef("plan"), number__lt=models.OuterRef("number")
        )
        before = earlier.order_by("-number").values("number")[:1]
        return self.annotate(previous_number=models.Subquery(before))


class PlanEdition(models.Model):
    """The plan as it stood when published: the canonical JSON of `export_plan`."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("número"))
    content = models.JSONField(_("contenido"), editable=False)
    reason_kinds = models.JSONField(
        _("clase de los cambios"), default=list, blank=True, editable=False
    )
    reason = models.CharField(_("motivo"), max_length=300)
    published_at = models.DateTimeField(_("publicada el"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("publicada por"),
        help_text=_("Vacío: la cargó el sistema."),
    )

    audited = Audited(hashed=("content",))
    frozen = Frozen()
    objects = PlanEditionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = _("edición del plan")
        verbose_name_plural = _("ediciones del plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_number")
        ]

    def __str__(self):
        return _("Edición %(number)s") % {"number": self.number}

    @property
    def reason_labels(self) -> list[str]:
        return [str(EditionReason(kind).label) for kind in self.reason_kinds]

    def axis_of(self, code: str) -> dict:
        """The eje under which it prints the activity, in the shape of `export_plan`, or {}."""
        return self._axes.get(code, {})

    @cached_property
    def _axes(self) -> dict[str, dict]:
        return {
            activity["code"]: axis
            for axis in self.content.get("axes", [])
            for objective in axis["objectives"]
            for activity in objective["activities"]
        }

    @cached_property
    def approaches(self) -> dict[int, str]:
        """The names of its enfoques by their order."""
        listed = enumerate(self.content.get("approaches", []), 1)
        return {one.get("order", place): one["name"] for place, one in listed}

    @cached_property
    def risks(self) -> dict[str, str]:
        """The words of its risks by code."""
        return {risk["code"]: risk["statement"] for risk in self.content.get("risks", [])}

    @cached_property
    def activities(self) -> dict[str, dict]:
        """Its activities by code, in the shape of `export_plan`."""
        return {
            activity["code"]: activity
            for axis in self.content.get("axes", [])
            for objective in axis["objectives"]
            for activity in objective["activities"]
        }
