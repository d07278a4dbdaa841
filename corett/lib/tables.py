"""Tables that sort and page as their address asks."""

import django_tables2
from django.http import HttpRequest


def configure(
    table: django_tables2.Table, request: HttpRequest, *, per_page: int = 25
) -> django_tables2.Table:
    """Sorted and paged by the query string; a page that does not exist is the nearest one, and no
    column sorts by a name that is none.
    """
    table.request = request
    asked = request.GET.getlist(table.prefixed_order_by_field)
    if known := [one for one in asked if one.removeprefix("-") in table.columns.names()]:
        table.order_by = known
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table
