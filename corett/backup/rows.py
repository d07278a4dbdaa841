"""Rows as lines of text that say the same whatever database holds them."""

import base64
import datetime
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal

from django.apps import apps
from django.db import models

from corett.lib.canonical import canonical

PASSING = ("accounts.session", "accounts.attempts", "lib.submission", "sessions.session")
"""Rows of the moment: who is inside, who knocked, what was sent just now. No backup keeps them."""
CHUNK = 500


def kept_models() -> list[type[models.Model]]:
    """In a fixed order; their tables need none, since links are looked at when all are there."""
    found = apps.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.managed and not one._meta.proxy]
    named = {one._meta.label_lower: one for one in kept}
    return [named[label] for label in sorted(named) if label not in PASSING]


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """The names of the columns first, then a line for each row, by its key."""
    names = [field.attname for field in columns(model)]
    yield canonical(names) + b"\n"
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield canonical([encoded(value) for value in row]) + b"\n"


def encoded(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def instances(model: type[models.Model], text: Iterator[bytes]) -> Iterator[models.Model]:
    """The rows that the lines say. Raises ValueError where the columns are others."""
    fields = columns(model)
    if json.loads(next(text)) != [field.attname for field in fields]:
        raise ValueError(model._meta.label)
    for line in text:
        values = zip(fields, json.loads(line), strict=True)
        yield model(**{field.attname: decoded(field, value) for field, value in values})


def decoded(field: models.Field, value):
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.JSONField | models.FileField | models.ForeignKey):
        return value
    return field.to_python(value)
