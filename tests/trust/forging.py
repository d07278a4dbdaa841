"""What a form is sent beside its own fields: every column there is, with a value of its kind."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from http.cookies import SimpleCookie

from django.apps import apps
from django.db import models

from tests.full_world import member
from tests.trust.verdicts import undone, written
from tests.trust.world import STRANGER

TEXT, NUMBER, DAY = "forjado", 987654, "1999-12-31"
NOT_COLUMNS = {
    "by": NUMBER,
    "membership": NUMBER,
    "hat": STRANGER,
    "country": STRANGER,
    "role": "secretariat",
    "kinds": "resources",
    "is_staff": "on",
    "groups": 1,
    "user_permissions": 1,
    "_save": "",
    "_method": "DELETE",
    "pk": NUMBER,
}
"""Names that are no column here, and that somebody may try."""

OF_ANOTHER_FORM = {"monitoring:evidence_accept_all": {"code"}}
"""What an address takes from one of its forms and not from the other."""


def forged() -> dict[str, object]:
    """By name; the columns of a relation under both their names."""
    found: dict[str, object] = dict(NOT_COLUMNS)
    for model in apps.get_models():
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            found[field.name] = found[getattr(field, "attname", field.name)] = value_for(field)
    return found


def beside(columns: dict[str, object], own: set[str]) -> dict[str, object]:
    """What may be sent beside a form's own fields: also as of one of each kind of its rows."""
    prefixes = (name.rpartition("-")[0] + "-" for name in sorted(own) if "-" in name)
    rows = {re.sub(r"\d+", "", prefix): prefix for prefix in prefixes}
    return {
        prefix + name: value
        for prefix in ("", *rows.values())
        for name, value in columns.items()
        if prefix + name not in own
    }


def portions(columns: dict[str, object], most: int = 500) -> Iterator[dict[str, object]]:
    """As many at once as one submission may hold."""
    names = list(columns)
    for start in range(0, len(names), most):
        yield {name: columns[name] for name in names[start : start + most]}


def value_for(field: models.Field):
    """One that the column would take."""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return key_of(field.related_model)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return f"{DAY} 12:00:00"
    if isinstance(field, models.DateField):
        return DAY
    if field.choices:
        return list(dict(field.flatchoices))[-1]
    if isinstance(field, models.IntegerField | models.DecimalField):
        return NUMBER
    if isinstance(field, models.UUIDField):
        return "00000000-0000-4000-8000-000000000000"
    return TEXT


def key_of(model: type[models.Model]):
    """Of somebody else's row, where there is one."""
    if model._meta.model_name == "stakeholder":
        return member(STRANGER).stakeholder_id
    if model._meta.model_name == "user":
        return member(STRANGER).user_id
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return NUMBER if last is None else last


Effect = list[tuple[str, list]]


def effect_of(client, url: str, data: dict) -> tuple[int, Effect]:
    """The answer and every statement that the submission runs, with its values in order; then it
    is undone.
    """
    rewind(data)
    visit = SimpleCookie({name: cookie.value for name, cookie in client.cookies.items()})
    with undone(), written() as statements:
        status = client.post(url, data).status_code
    client.cookies = visit
    return status, [(shape(sql), flat(params)) for sql, params in statements]


def rewind(data: dict) -> None:
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)


def shape(sql: str) -> str:
    """Savepoints and the like have names that differ from one time to the next."""
    return re.sub(r"\s+", " ", sql)


def flat(params) -> list:
    """Of what a driver wraps (bytes, JSON) the content, not the wrapping's place in memory."""
    return [
        one
        if isinstance(one, int | float | Decimal | date | datetime)
        else str(getattr(one, "obj", one))
        for one in params
    ]


def differences(first, second, third) -> list[str]:
    """Where the third differs from what the first two agree on, column for column."""
    assert [sql for sql, _ in first] == [sql for sql, _ in second]
    if [sql for sql, _ in first] != [sql for sql, _ in third]:
        return sorted({sql[:200] for sql, _ in third} ^ {sql[:200] for sql, _ in first}) or [
            "otro orden"
        ]
    return [
        f"{sql[:120]}: {mine!r} → {forged!r}"
        for (sql, one), (_s, two), (_t, three) in zip(first, second, third, strict=True)
        for mine, again, forged in zip(one, two, three, strict=True)
        if is_other(mine, again, forged)
    ]


def is_other(mine, again, forged) -> bool:
    """Where two equal submissions write different things (a moment, a new key), a forged value."""
    if mine == again:
        return forged != mine
    return any(str(one) in str(forged) for one in (TEXT, NUMBER, DAY))
