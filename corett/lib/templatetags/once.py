"""`{% csrf_token %}` with a second hidden field: no form that changes something is without it.

A builtin of all templates (settings), those of the admin and of libraries included.
"""

import secrets

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from corett.lib.once import FIELD

register = template.Library()


class FormKeysNode(CsrfTokenNode):
    def render(self, context):
        token = super().render(context)
        if not token:
            return token
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">', token, FIELD, secrets.token_urlsafe(16)
        )


@register.tag
def csrf_token(parser, token):
    return FormKeysNode()
