"""What is about a plan with its risks: only the roof knows both."""

from django.urls import path  # noqa: F401

app_name = "whole_plan"

# /plan/
urlpatterns = []
