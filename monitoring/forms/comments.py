from django import forms
from django.utils.translation import gettext_lazy

from monitoring.forms.reports import LongText
from monitoring.models import Comment


class CommentForm(forms.ModelForm):
    text = LongText(label=gettext_lazy("Comentario"), rows=3)

    class Meta:
        model = Comment
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
