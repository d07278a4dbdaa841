from django.urls import path

from corett.audit import views

app_name = "audit"

# /rastro/
urlpatterns = [
    path("", views.trail, name="trail"),
    path("rastro.jsonl", views.trail_file, name="trail_file"),
]
