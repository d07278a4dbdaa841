from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy

from monitoring.forms.reports import LongText
from monitoring.models import Record


class AnswerForm(forms.Form):
    text = LongText(label=gettext_lazy("Respuesta"), rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class CommentForm(AnswerForm):
    """Words about the whole activity or one of its rows."""

    about = forms.ChoiceField(
        label=gettext_lazy("De qué"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Esa acción ya no está; elija otra.")},
    )
    field_order = ["about", "text"]

    def __init__(self, *args, rows: Iterable[Record], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.key): row for row in rows}
        self.fields["text"].label = gettext_lazy("Comentario")
        self.fields["about"].choices = [
            ("", gettext_lazy("de toda la actividad")),
            *((key, row.title) for key, row in self.rows.items()),
        ]

    @property
    def record(self) -> Record | None:
        return self.rows.get(self.cleaned_data["about"])
