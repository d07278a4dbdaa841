from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from monitoring import comments
from monitoring.forms.comments import CommentForm
from monitoring.forms.reports import EntryForm
from monitoring.reports import WritingDenied
from monitoring.views.entries import show_entry, visible_entry


def comment_add(request, pk, code):
    entry = visible_entry(request, pk, code)
    if request.method != "POST":
        return redirect(entry)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            comments.add_comment(entry, text=form.cleaned_data["text"], by=request.membership)
        except WritingDenied as denied:
            form.add_error("text", str(denied))
        else:
            draft = f"comentario/{entry.pk}"
            messages.success(request, _("Comentario guardado."), extra_tags=draft)
            return redirect(entry)
    unchanged = EntryForm(instance=entry)
    return show_entry(request, entry, unchanged, comment_form=form, status=422)
