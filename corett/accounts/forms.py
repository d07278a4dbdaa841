from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
