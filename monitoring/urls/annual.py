from django.urls import include, path

from monitoring.views import annual

# /seguimiento/informes-anuales/
urlpatterns = [
    path("", annual.annual_list, name="annual_list"),
    path("preparar/", annual.annual_start, name="annual_start"),
    path("<int:year>/<int:edition>/", annual.annual_moved),
    path("<int:year>/<int:edition>/<slug:part>/", annual.annual_moved),
    path(
        "<slug:plan>/<int:year>/<int:edition>/",
        include(
            [
                path("", annual.annual_detail, name="annual_detail"),
                path("preparar/", annual.annual_compose, name="annual_compose"),
                path("publicar/", annual.annual_publish, name="annual_publish"),
                path("pdf/", annual.annual_download, name="annual_download"),
                path("datos/", annual.annual_data, name="annual_data"),
            ]
        ),
    ),
]
