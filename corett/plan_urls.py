"""What is about a plan with its risks: only the roof knows both."""

from django.urls import path

from corett.views import editions, exchange

app_name = "whole_plan"

# /plan/
urlpatterns = [
    path("<slug:code>/ediciones/", editions.edition_list, name="edition_list"),
    path("<slug:code>/ediciones/abierta/", editions.edition_open, name="edition_open"),
    path("<slug:code>/ediciones/comparar/", editions.edition_compare, name="edition_compare"),
    path("<slug:code>/ediciones/<int:number>.json", editions.edition_data, name="edition_data"),
    path(
        "<slug:code>/ediciones/<int:old>-<int:new>/",
        editions.edition_difference,
        name="edition_difference",
    ),
    path(
        "<slug:code>/ediciones/<int:old>-<int:new>.json",
        editions.edition_difference_data,
        name="edition_difference_data",
    ),
    path("<slug:code>/datos/", exchange.tables, name="exchange"),
    path("<slug:code>/datos/todo.<str:ending>", exchange.whole, name="exchange_whole"),
    path("<slug:code>/datos/<slug:name>.<str:ending>", exchange.table, name="exchange_table"),
    path("<slug:code>/datos/<uuid:key>/", exchange.preview, name="exchange_preview"),
    path("<slug:code>/datos/<uuid:key>/guardar/", exchange.apply, name="exchange_apply"),
]
