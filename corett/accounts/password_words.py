"""Words that whoever guesses would try here first: of the coalition, of its plan, of who enters."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST = 6
"""Letters of one's own that a password must have beside these words."""

SAID = """
corett coalicion regional trata personas trafico ilicito migrantes migrante migracion plan trabajo
seguimiento informe semestre secretaria tecnica presidencia punto focal enlace observador
evaluacion donante administracion administrador admin usuario acceso sistema oim iom unodc honduras
guatemala belice belize salvador nicaragua costa rica panama mexico republica dominicana
centroamerica contrasena password clave secreta bienvenido qwerty abc
"""
WORDS = sorted(SAID.split(), key=len, reverse=True)


class HouseWordsValidator:
    """Refuses what is made of these words and little else, whatever numbers and signs it has."""

    def validate(self, password: str, user=None) -> None:
        rest = plain(password)
        for word in WORDS:
            rest = rest.replace(word, " ")
        if rest != plain(password) and sum(sign.isalpha() for sign in rest) < FEWEST:
            raise ValidationError(
                _(
                    "La contraseña está hecha de palabras que cualquiera probaría aquí, como"
                    " CORETT, Secretaría o el nombre de un país. Añada otras que no tengan que ver."
                ),
                code="password_of_house_words",
            )

    def get_help_text(self) -> str:
        return _("No puede estar hecha solo de palabras de la CORETT, de su plan o de sus países.")


def plain(text: str) -> str:
    """In small letters, without accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
