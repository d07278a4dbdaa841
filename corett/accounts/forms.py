from collections.abc import Sequence

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts import attempts, history
from corett.accounts.attempts import Attempt
from corett.accounts.models import Language, Session, User
from corett.accounts.throttling import TooMany


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


class CountedForm(forms.Form):
    """Counts as one attempt before it looks at what was typed; `too_many` says why not."""

    attempt: Attempt | None
    too_many: TooMany | None = None

    def begin(self) -> None:
        try:
            self.attempt.begin()
        except TooMany as refused:
            self.too_many = refused
            raise forms.ValidationError(str(refused)) from refused


class LoginForm(CountedForm, AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "El correo o la contraseña no coinciden. Revíselos; la contraseña distingue mayúsculas."
        ),
        "inactive": _("Esta cuenta está cerrada. Escriba a la Secretaría Técnica."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Correo electrónico")

    def clean(self):
        if not self.errors:
            self.attempt = attempts.entry(self.request, self.cleaned_data["username"])
            self.begin()
        return super().clean()


class ResetForm(CountedForm):
    """To which address the link for a new password goes."""

    email = forms.EmailField(
        label=_("Correo electrónico"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self):
        if not self.errors:
            self.attempt = attempts.reset(self.request, self.cleaned_data["email"])
            self.begin()
        return super().clean()


class PasswordForm(CountedForm, PasswordChangeForm):
    """The old one is not guessed at in a session that somebody left open."""

    def __init__(self, *args, attempt, **kwargs):
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean_old_password(self):
        self.begin()
        return super().clean_old_password()


class PasswordField(forms.CharField):
    """The person's own, asked for again before something that opens an account changes."""

    def __init__(self, **kwargs):
        said = {"label": _("Su contraseña"), "strip": False, **kwargs}
        shown = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(widget=shown, **said)

    @staticmethod
    def wrong() -> forms.ValidationError:
        return forms.ValidationError(_("No es la contraseña con que entró."))


class PasswordAgainForm(CountedForm):
    """Whoever finds a session open does not do with it what its owner alone may."""

    password = PasswordField()

    def __init__(self, *args, user: User, attempt: Attempt | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.attempt = user, attempt

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.begin()
            if not self.user.check_password(cleaned["password"]):
                self.add_error("password", PasswordField.wrong())
        return cleaned


class EndSessionsForm(PasswordAgainForm):
    """One of the other sessions of the person, by its name in addresses, or all of them."""

    ALL = "all"
    which = forms.ChoiceField(label=_("Cuál se cierra"), widget=forms.RadioSelect)
    field_order = ["which", "password"]

    def __init__(self, *args, others: Sequence[Session], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(one.public_id), said_of(one)) for one in others]
        if len(others) > 1:
            choices.append((self.ALL, _("Todas menos esta")))
        self.fields["which"].choices = choices
        if len(choices) == 1:
            self.fields["which"].initial = choices[0][0]


def said_of(session: Session) -> str:
    """What tells its owner one from another: when and with what."""
    return gettext("Abierta el %(opened)s, usada por última vez el %(seen)s: %(agent)s") % {
        "opened": date_format(localtime(session.opened_at), "d/m/Y H:i"),
        "seen": date_format(localtime(session.seen_at), "d/m/Y H:i"),
        "agent": session.agent or gettext("navegador desconocido"),
    }


class CodeField(forms.CharField):
    """From a telephone, or one of the recovery codes."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        said = {"label": _("Código"), "max_length": 60, **kwargs}
        super().__init__(widget=forms.TextInput(attrs=attrs), **said)


class CodeForm(CountedForm):
    code = CodeField()

    def __init__(self, *args, attempt: Attempt | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean(self):
        if not self.errors:
            self.begin()
        return super().clean()


class SetUpForm(PasswordAgainForm):
    """Nobody locks the owner out with a telephone of their own."""

    code = CodeField(label=_("El código que muestra el teléfono"))
    field_order = ["code", "password"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
