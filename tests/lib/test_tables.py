import django_tables2
import pytest
from django.test import RequestFactory

from corett.lib.tables import configure


class Places(django_tables2.Table):
    name = django_tables2.Column()
    size = django_tables2.Column()
    note = django_tables2.Column(orderable=False)

    class Meta:
        order_by = "name"


def shown(query: str) -> list[str]:
    rows = [{"name": name, "size": size} for name, size in (("b", 1), ("c", 3), ("a", 2))]
    request = RequestFactory().get(f"/?{query}")
    table = configure(Places(rows), request, per_page=2)
    return [row.get_cell("name") for row in table.paginated_rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["a", "b"]),
        ("sort=size", ["b", "a"]),
        ("sort=-size", ["c", "a"]),
        ("sort=-size&page=2", ["b"]),
        ("page=9", ["c"]),
        ("page=-1", ["c"]),
        ("page=x", ["a", "b"]),
        ("sort=1.000", ["a", "b"]),
        ("sort=note__x", ["a", "b"]),
        ("sort=--size", ["a", "b"]),
        ("sort=%00", ["a", "b"]),
    ],
)
def test_it_sorts_and_pages_as_asked_and_takes_no_name_that_is_none(query, names):
    assert shown(query) == names
