"""Which tables the triggers watch: what they keep of each, and which rows are frozen."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from corett.lib.audited import Audited
from corett.lib.frozen import Frozen

OURS = ("accounts", "directory", "plan", "risks", "monitoring")
OF_LIBRARIES = {
    "otp_totp.totpdevice": Audited(
        ignored=(
            "drift",
            "last_t",
            "last_used_at",
            "throttling_failure_timestamp",
            "throttling_failure_count",
        ),
        hashed=("key",),
    ),
    "otp_static.staticdevice": Audited(
        ignored=("last_used_at", "throttling_failure_timestamp", "throttling_failure_count")
    ),
    "otp_static.statictoken": Audited(hashed=("token",)),
}
"""The rows of other packages that are people's doing; their models declare nothing."""


@dataclass(frozen=True)
class Watched:
    """A table with its columns, in order, and what is declared of it."""

    name: str
    key: str
    columns: tuple[str, ...]
    audited: Audited | None
    frozen: Frozen | None

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns of which the trail tells."""
        ignored = self.audited.ignored if self.audited else ()
        return tuple(column for column in self.columns if column not in ignored)

    @property
    def hashed(self) -> tuple[str, ...]:
        return self.audited.hashed if self.audited else ()


def watched() -> Iterator[Watched]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        audited, frozen = audited_of(model), getattr(model, "frozen", None)
        if audited or frozen:
            yield watched_table(model, audited, frozen)


def audited_of(model: type[models.Model]) -> Audited | None:
    """History tables only repeat what the trail keeps."""
    if model._meta.label_lower in OF_LIBRARIES:
        return OF_LIBRARIES[model._meta.label_lower]
    if model._meta.app_label not in OURS or hasattr(model, "history_object"):
        return None
    return getattr(model, "audited", Audited())


def watched_table(model, audited: Audited | None, frozen: Frozen | None) -> Watched:
    columns = tuple(field.column for field in model._meta.local_concrete_fields)
    return Watched(model._meta.db_table, model._meta.pk.column, columns, audited, frozen)
