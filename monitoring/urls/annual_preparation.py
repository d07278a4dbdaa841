from django.urls import path

from monitoring.views.annual import compose, review, sections

# /seguimiento/informes-anuales/<plan>/<year>/<edition>/preparar/
urlpatterns = [
    path("", compose.annual_compose, name="annual_compose"),
    path("opciones/", compose.annual_choices, name="annual_choices"),
    path("comprobaciones/", compose.annual_checks, name="annual_checks"),
    path("parte/<str:section>/", sections.annual_section, name="annual_section"),
    path("parte/<str:section>/pdf/", sections.annual_section_pdf, name="annual_section_pdf"),
    path("parte/<str:section>/comentar/", review.annual_comment, name="annual_comment"),
    path("destacar/<int:pk>/", sections.annual_highlight, name="annual_highlight"),
    path("destacar/<int:pk>/quitar/", sections.annual_highlight_drop, name="annual_highlight_drop"),
    path("consulta/abrir/", review.annual_review_open, name="annual_review_open"),
    path("consulta/cerrar/", review.annual_review_close, name="annual_review_close"),
    path("visto-bueno/", review.annual_endorse, name="annual_endorse"),
    path(
        "comentario/<int:pk>/resuelto/",
        review.annual_comment_settle,
        name="annual_comment_settle",
    ),
    path(
        "comentario/<int:pk>/abierto/",
        review.annual_comment_reopen,
        name="annual_comment_reopen",
    ),
]
