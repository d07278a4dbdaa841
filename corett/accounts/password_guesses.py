"""How soon whoever guesses by the usual lists and habits would have a password."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LONGEST = 72
"""Signs that zxcvbn looks at; what begins badly is refused however it goes on."""
SAFE = 3
"""Of 0 to 4: more than a hundred million guesses (Wheeler, «zxcvbn», USENIX Security 2016)."""


class GuessesValidator:
    """Refuses words of everyday, rows of keys, years and repetitions, also joined with each other.

    The lists are English: what is Spanish, or of this house, the other validators look for.
    """

    def validate(self, password: str, user=None) -> None:
        if password and zxcvbn(password[:LONGEST])["score"] < SAFE:
            raise ValidationError(
                _(
                    "La contraseña se adivina pronto: es de las más usadas, sigue el orden del"
                    " teclado o se repite. Pruebe con cuatro palabras que no tengan que ver."
                ),
                code="password_soon_guessed",
            )

    def get_help_text(self) -> str:
        return _("No puede seguir el orden del teclado ni repetir lo mismo una y otra vez.")
