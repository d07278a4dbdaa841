from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.utils.translation import gettext as _


@register(Tags.security, deploy=True)
def second_factor_is_asked(app_configs, **kwargs) -> list[Warning]:
    """Only a demonstration goes without it, and a demonstration is not deployed."""
    if settings.SECOND_FACTOR:
        return []
    said = _(
        "SECOND_FACTOR=off: quien sepa una contraseña de la Secretaría Técnica entra por ella."
    )
    return [Warning(said, hint=_("Quite SECOND_FACTOR del entorno."), id="accounts.W001")]
