from django.contrib import admin
from django.urls import include, path

from corett.views import home

handler500 = "corett.views.faults.fault"

urlpatterns = [
    path("", home.home, name="home"),
    path("cuenta/", include("corett.accounts.urls")),
    path("rastro/", include("corett.audit.urls")),
    path("plan/", include("corett.plan_urls")),
    path("plan/", include("plan.urls")),
    path("plan/", include("risks.urls")),
    path("seguimiento/", include("monitoring.urls")),
    path("administracion/", admin.site.urls),
]
