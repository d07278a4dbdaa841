"""How a publication leaves the web request: `ANNUAL_LAUNCHER` names who starts it."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from monitoring.models import Publication

POLITE = 10
"""The site answers first, and this takes what is left."""

logger = logging.getLogger(__name__)


def launch(publication: Publication) -> None:
    """Start it and come back. One that could not be started waits for `publish_annual`."""
    with telling(publication):
        import_string(settings.ANNUAL_LAUNCHER)(publication)


@contextlib.contextmanager
def telling(publication: Publication) -> Iterator[None]:
    try:
        yield
    except OSError:
        logger.exception("Publication %s was not started", publication.pk)


def detached(publication: Publication) -> None:
    """A process of its own, once it is sure that it will find what it is to publish."""
    transaction.on_commit(partial(start_process, publication))


def start_process(publication: Publication) -> None:
    """It outlives the request and whoever answered it."""
    with telling(publication):
        start(publication)


def start(publication: Publication) -> None:
    """Raises OSError."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "publish_annual"]
    process = subprocess.Popen(  # noqa: S603 — all of it is ours
        [*command, str(publication.pk)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()
    with contextlib.suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, process.pid, POLITE)
