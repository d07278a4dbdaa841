"""The settings with templates that tell which of their lines ran; only for `make coverage`."""

from corett.settings import *  # noqa: F403
from corett.settings import TEMPLATES

TEMPLATES[0]["OPTIONS"]["debug"] = True
