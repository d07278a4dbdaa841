from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("administracion/", admin.site.urls),
]
