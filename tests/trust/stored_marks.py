"""What people typed, in every column that takes their words, with a mark that would be markup."""

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from tests.trust.fuzzing import MARK

OF_THE_DOOR = {"password", "session_data"}
"""Of the system's own making; changed, they let nobody in."""

WITH_WORDS = ("accounts", "directory", "plan", "risks", "monitoring")
LONGER_THAN_A_HASH = 65


def mark_every_text() -> int:
    """How many columns took the mark; a constraint may keep it out of some."""
    return sum(mark(model, field) for model, field in texts())


def texts() -> Iterator[tuple[type[models.Model], models.Field]]:
    for label in WITH_WORDS:
        for model in apps.get_app_config(label).get_models():
            yield from ((model, field) for field in model._meta.local_fields if is_words(field))


def is_words(field: models.Field) -> bool:
    """Neither a choice nor a key nor an address nor a hash."""
    if type(field) not in (models.CharField, models.TextField) or field.name in OF_THE_DOOR:
        return False
    is_long = (field.max_length or LONGER_THAN_A_HASH) >= LONGER_THAN_A_HASH
    return is_long and not field.choices and not field.unique


def mark(model: type[models.Model], field: models.Field) -> bool:
    marked = Concat(Value(MARK), F(field.name), output_field=models.TextField())
    kept = Left(marked, field.max_length or 10**6)
    try:
        with transaction.atomic():
            return model._base_manager.exclude(**{field.name: ""}).update(**{field.name: kept}) > 0
    except IntegrityError:
        return False
