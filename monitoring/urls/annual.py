from django.urls import include, path

from monitoring.views import annual

# /seguimiento/informes-anuales/
urlpatterns = [
    path("", annual.annual_list, name="annual_list"),
    path("preparar/", annual.annual_start, name="annual_start"),
    path("novedades.atom", annual.annual_feed, name="annual_feed"),
    path("respuestas/", annual.annual_replies, name="annual_replies"),
    path(
        "respuestas/archivo/<slug:ending>/", annual.annual_replies_file, name="annual_replies_file"
    ),
    path("respuestas/<int:pk>/leida/", annual.annual_reply_read, name="annual_reply_read"),
    path("respuestas/<int:pk>/sin-leer/", annual.annual_reply_unread, name="annual_reply_unread"),
    path("anteriores/anadir/", annual.past_report_add, name="past_report_add"),
    path("anteriores/<int:pk>/", annual.past_report_download, name="past_report_download"),
    path("anteriores/<int:pk>/quitar/", annual.past_report_remove, name="past_report_remove"),
    path("<int:year>/<int:edition>/", annual.annual_moved),
    path("<int:year>/<int:edition>/<slug:part>/", annual.annual_moved),
    path(
        "<slug:plan>/<int:year>/<int:edition>/",
        include(
            [
                path("", annual.annual_detail, name="annual_detail"),
                path("preparar/", include("monitoring.urls.annual_preparation")),
                path("publicar/", annual.annual_publish, name="annual_publish"),
                path("publicacion/", annual.annual_publication, name="annual_publication"),
                path(
                    "publicacion/retomar/",
                    annual.annual_publication_resume,
                    name="annual_publication_resume",
                ),
                path("pdf/", annual.annual_download, name="annual_download"),
                path("datos/", annual.annual_data, name="annual_data"),
                path("archivos/<str:file_name>/", annual.annual_file, name="annual_file"),
                path("responder/", annual.annual_reply, name="annual_reply"),
            ]
        ),
    ),
]
