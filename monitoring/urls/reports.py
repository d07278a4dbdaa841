from django.urls import include, path

from monitoring.models import ReportAction
from monitoring.views import (
    comments,
    entries,
    events,
    evidence,
    history,
    receipts,
    records,
    reports,
    review,
    workbook,
)

# /seguimiento/informes/ and /seguimiento/evidencia/
urlpatterns = [
    path("informes/", reports.report_list, name="report_list"),
    path("informes/iniciar/", reports.report_start, name="report_start"),
    path("informes/<int:pk>/", reports.report_detail, name="report_detail"),
    path("informes/<int:pk>/completo/", reports.report_reading, name="report_reading"),
    path("informes/<int:pk>/historia/", history.report_history, name="report_history"),
    path(
        "informes/<int:pk>/historia/<slug:ending>/",
        history.report_history_file,
        name="report_history_file",
    ),
    path("informes/<int:pk>/revision/", review.review_list, name="review_list"),
    path("informes/<int:pk>/revision/<code:code>/", review.review_activity, name="review_activity"),
    path(
        "informes/<int:pk>/aceptar-evidencia/",
        evidence.evidence_accept_all,
        name="evidence_accept_all",
    ),
    path("informes/<int:pk>/pdf/", receipts.report_draft_pdf, name="report_pdf"),
    path(
        "informes/<int:pk>/acuse/<int:number>/",
        include(
            [
                path("", receipts.receipt_detail, name="receipt_detail"),
                path("pdf/", receipts.receipt_pdf, name="receipt_pdf"),
                path("datos/", receipts.receipt_data, name="receipt_data"),
            ]
        ),
    ),
    path("informes/<int:pk>/libro/", workbook.workbook_download, name="workbook_download"),
    path("informes/<int:pk>/libro/subir/", workbook.workbook_upload, name="workbook_upload"),
    path(
        "informes/<int:pk>/libro/<uuid:key>/",
        include(
            [
                path("", workbook.workbook_preview, name="workbook_preview"),
                path("guardar/", workbook.workbook_apply, name="workbook_apply"),
                path("errores/", workbook.workbook_marked, name="workbook_marked"),
            ]
        ),
    ),
    path("informes/<int:pk>/sin-actividad/", reports.no_activity, name="no_activity"),
    path(
        "informes/<int:pk>/enviar/",
        reports.report_transition,
        {"action": ReportAction.SUBMIT},
        name="report_submit",
    ),
    path(
        "informes/<int:pk>/retirar/",
        reports.report_transition,
        {"action": ReportAction.WITHDRAW},
        name="report_withdraw",
    ),
    path(
        "informes/<int:pk>/revisar/",
        reports.report_transition,
        {"action": ReportAction.BEGIN},
        name="report_begin",
    ),
    path(
        "informes/<int:pk>/devolver/",
        reports.report_transition,
        {"action": ReportAction.RETURN},
        name="report_return",
    ),
    path(
        "informes/<int:pk>/validar/",
        reports.report_transition,
        {"action": ReportAction.VALIDATE},
        name="report_validate",
    ),
    path(
        "informes/<int:pk>/reabrir/",
        reports.report_transition,
        {"action": ReportAction.REOPEN},
        name="report_reopen",
    ),
    path(
        "informes/<int:pk>/actividad/<code:code>/",
        include(
            [
                path("", entries.entry_detail, name="entry_detail"),
                path("comentar/", comments.comment_add, name="comment_add"),
                path("hubo-actividad/", entries.no_activity_undo, name="no_activity_undo"),
                path("accion/", records.record_add, name="record_add"),
                path("accion/<uuid:key>/", records.record_edit, name="record_edit"),
                path("accion/<uuid:key>/evento/", events.record_event, name="record_event"),
                path("accion/<uuid:key>/quitar/", records.record_remove, name="record_remove"),
                path("evidencia/", evidence.evidence_add, name="evidence_add"),
            ]
        ),
    ),
    path("eventos/", events.latest_events, name="events"),
    path("eventos/<slug:plan>/<slug:semester>/", events.region_events, name="region_events"),
    path("evidencia/<int:pk>/", evidence.evidence_download, name="evidence_download"),
    path("evidencia/<int:pk>/quitar/", evidence.evidence_remove, name="evidence_remove"),
    path("evidencia/<int:pk>/aceptar/", evidence.evidence_accept, name="evidence_accept"),
    path("evidencia/<int:pk>/no-aceptar/", evidence.evidence_reject, name="evidence_reject"),
    path("comentario/<int:pk>/responder/", comments.comment_answer, name="comment_answer"),
    path("comentario/<int:pk>/resuelto/", comments.comment_settle, name="comment_settle"),
    path("comentario/<int:pk>/abierto/", comments.comment_reopen, name="comment_reopen"),
]
