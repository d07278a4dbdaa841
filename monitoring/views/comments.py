from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from monitoring import comments
from monitoring.forms.comments import CommentForm
from monitoring.forms.reports import EntryForm
from monitoring.models import Comment, ProgressReport
from monitoring.permissions import can_review, has_part
from monitoring.reports import WritingDenied
from monitoring.views.entries import show_entry, visible_entry
from monitoring.views.review import answer_form, back_to, comes_from_review, show_activity


def comment_add(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return redirect(entry)
    refuse_others(request, entry.report)
    form = CommentForm(request.POST, rows=entry.records.all())
    if form.is_valid():
        try:
            comment = comments.add_comment(
                entry, text=form.cleaned_data["text"], record=form.record, by=request.membership
            )
        except WritingDenied as denied:
            form.add_error("text", str(denied))
        else:
            return said(request, comment, _("Comentario guardado."), f"comentario/{entry.pk}")
    return show_again(request, entry, comment_form=form)


def refuse_others(request, report: ProgressReport) -> None:
    """Who only reads has no word in it; who has waits for the state in which it is heard."""
    if not has_part(request.membership, report):
        raise PermissionDenied


def comment_answer(request, pk):
    comment = visible_comment(request, pk)
    if request.method != "POST":
        return redirect(comment.entry)
    refuse_others(request, comment.entry.report)
    form = answer_form(comment, request.POST)
    if form.is_valid():
        try:
            given = comments.answer(comment, text=form.cleaned_data["text"], by=request.membership)
        except WritingDenied as denied:
            form.add_error("text", str(denied))
        else:
            return said(request, given, _("Respuesta guardada."), f"respuesta/{comment.pk}")
    return show_again(request, comment.entry, bound={f"respuesta-{comment.pk}": form})


def comment_settle(request, pk):
    done = _("El comentario queda resuelto.")
    return decide(request, visible_comment(request, pk), comments.settle, done)


def comment_reopen(request, pk):
    done = _("El comentario queda abierto.")
    return decide(request, visible_comment(request, pk), comments.leave_open, done)


def decide(request, comment: Comment, verb, done: str):
    if request.method != "POST":
        return redirect(comment.entry)
    if not can_review(request.membership, comment.entry.report):
        raise PermissionDenied
    try:
        comment = verb(comment, by=request.membership)
    except WritingDenied as denied:
        messages.error(request, str(denied))
    else:
        messages.success(request, done)
    return back_to(request, comment.entry, f"comentario-{comment.pk}")


def visible_comment(request, pk) -> Comment:
    """What opened a talk; its answers have no page of their own."""
    visible = Comment.objects.visible_to(request.user).threads()
    return get_object_or_404(
        visible.select_related(
            "entry__activity__plan",
            "entry__report__stakeholder",
            "entry__report__period__semester__plan",
            "entry__report__period__edition",
        ),
        pk=pk,
    )


def said(request, comment: Comment, sentence: str, draft: str):
    messages.success(request, sentence, extra_tags=draft)
    return back_to(request, comment.entry, f"comentario-{comment.answers_to_id or comment.pk}")


def show_again(request, entry, *, comment_form=None, bound=None):
    """The page that the person came from, with what was typed."""
    if comes_from_review(request) and can_review(request.membership, entry.report):
        pk, code = entry.report_id, entry.activity.code
        return show_activity(request, pk, code, comment_form=comment_form, bound=bound, status=422)
    entry = visible_entry(request, entry.report_id, entry.activity.code)
    unchanged = EntryForm(instance=entry)
    return show_entry(request, entry, unchanged, comment_form=comment_form, bound=bound, status=422)
