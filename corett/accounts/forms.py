from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from corett.accounts import history
from corett.accounts.models import Language, User


class HistoryFilter(forms.Form):
    """Which changes to show, sent with GET; what cannot be understood limits nothing."""

    table = forms.ChoiceField(label=_("Tabla"), required=False)
    person = forms.ModelChoiceField(
        User.objects.all(), label=_("Quién"), required=False, empty_label=_("Cualquiera")
    )
    since = forms.DateField(
        label=_("Desde"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Hasta"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", _("Todas")), *history.table_choices()]

    def asked(self) -> history.Asked:
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return history.Asked(**given)


class LanguageForm(forms.ModelForm):
    """In which language a person reads the mails, each named in its own words."""

    language = forms.ChoiceField(
        label=_("Idioma de los avisos"),
        choices=[(Language.SPANISH, "Español"), (Language.ENGLISH, "English")],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = User
        fields = ["language"]


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "El correo o la contraseña no coinciden. Revíselos; la contraseña distingue mayúsculas."
        ),
        "inactive": _("Esta cuenta está cerrada. Escriba a la Secretaría Técnica."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Correo electrónico")
