from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.forms.reports import LongText
from monitoring.forms.versions import VersionedForm
from monitoring.models import AnnualText


class SectionForm(VersionedForm):
    """The words of one section, and their language."""

    text = LongText(label=_("Texto"), rows=16)

    class Meta:
        model = AnnualText
        fields = ["text", "language"]
        widgets = {"language": forms.RadioSelect}


class SectionCommentForm(forms.Form):
    text = LongText(label=_("Comentario"), rows=4)

    def __init__(self, *args, **kwargs):
        """Its ids are its own: it stands on one page with the text that it is about."""
        super().__init__(*args, auto_id="comment_%s", **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Escriba su comentario.")


class EndorseForm(forms.Form):
    """Which version the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
