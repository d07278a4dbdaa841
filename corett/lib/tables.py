"""Tables that sort and page as their address asks."""

import django_tables2
from django.http import HttpRequest


def configure(
    table: django_tables2.Table, request: HttpRequest, *, per_page: int = 25
) -> django_tables2.Table:
    """Sorted and paged by the query string; a page that does not exist is the nearest one."""
    django_tables2.RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table
