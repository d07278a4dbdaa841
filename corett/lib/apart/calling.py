"""Having a job done apart: the words go there, plain data comes back."""

import atexit
import io
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from corett.lib.apart.limits import MEGABYTE, Limits
from corett.lib.apart.server import CHUNK, READY

KEPT = (
    "LANGUAGES",
    "LANGUAGE_CODE",
    "LOCALE_PATHS",
    "STATICFILES_DIRS",
    "STATIC_URL",
    "TIME_ZONE",
    "USE_TZ",
)
SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")
PLAIN = (date, datetime, time_of_day, timedelta, Decimal)
TO_START = 120
GRACE = 15
MOST_ANSWERED = 200 * MEGABYTE


class Exhausted(Exception):
    """The job took more time or memory than it may, or its process broke."""


class Failed(Exception):
    """The job met a fault of ours; the message is its traceback."""


class Server:
    """A process that waits with these modules imported; it is started when first needed."""

    def __init__(self, *modules: str):
        self.modules = modules
        self.lock = threading.Lock()
        self.control: socket.socket | None = None
        atexit.register(self.stop)

    def run(
        self,
        function: Callable,
        *args,
        limits: Limits,
        returns: tuple[type, ...] = (),
        raises: tuple[type[Exception], ...] = (),
        errand: tuple[Callable, tuple] | None = None,
    ):
        """What the function returns, built of plain values and of the classes of `returns`.

        Raises what it raised if that is one of `raises`; else Exhausted, Failed.
        """
        if not settings.LIMITED_PROCESSES:
            return function(*args)
        job = pickle.dumps((limits, translation.get_language(), raises, function, args))
        kind, value = Answer(self.ask(job, errand, limits), returns).load()
        if kind == "returned":
            return value
        if kind == "raised":
            place, sentence = value
            raise raises[place](sentence)
        if kind == "exhausted":
            raise Exhausted
        raise Failed(value)

    def ask(self, job: bytes, errand: tuple | None, limits: Limits) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self.hand_over(pickle.dumps(errand), theirs)
            ours.settimeout(limits.seconds + GRACE)
            with suppress(BrokenPipeError, ConnectionResetError):
                ours.sendall(job)
                ours.shutdown(socket.SHUT_WR)
            return answered(ours, time.monotonic() + limits.seconds + GRACE)

    def hand_over(self, errand: bytes, channel: socket.socket) -> None:
        """To the process that waits; to a new one if that one is gone."""
        with self.lock:
            for _attempt in range(2):
                self.control = self.control or self.start()
                try:
                    socket.send_fds(self.control, [errand], [channel.fileno()])
                    return
                except OSError:
                    self.control.close()
                    self.control = None
        raise Exhausted

    def start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "corett.lib.apart", str(theirs.fileno())]
            self.process = subprocess.Popen(  # noqa: S603
                [*command, json.dumps(self.modules), json.dumps(kept_settings(), default=str)],
                cwd=settings.BASE_DIR,
                env=surroundings(),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        ours.settimeout(TO_START)
        if ours.recv(len(READY)) != READY:
            raise Failed(f"{self.modules}: {self.process.wait()}")
        return ours

    def stop(self) -> None:
        """It ends when nobody can ask it any more."""
        if self.control:
            self.control.close()
            self.control = None
            self.process.wait(TO_START)


def kept_settings() -> dict:
    apps = ["django.contrib.staticfiles"]
    return {"INSTALLED_APPS": apps, **{name: getattr(settings, name) for name in KEPT}}


def surroundings() -> dict[str, str]:
    """What the process needs of its environment, and none of the secrets that stand there."""
    known = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
    return {**known, "OPENPYXL_LXML": "False", "PYTHONDONTWRITEBYTECODE": "1"}


def answered(channel: socket.socket, deadline: float) -> bytes:
    """All that comes until the process ends. Raises Exhausted."""
    pieces: list[bytes] = []
    left = MOST_ANSWERED
    while left > 0:
        channel.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            piece = channel.recv(CHUNK)
        except (TimeoutError, ConnectionResetError):
            raise Exhausted from None
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
    raise Exhausted


class Answer(pickle.Unpickler):
    """Builds plain values and the named classes, so that what comes back can do nothing here."""

    def __init__(self, data: bytes, returns: tuple[type, ...]):
        super().__init__(io.BytesIO(data))
        self.known = {(one.__module__, one.__qualname__): one for one in (*PLAIN, *returns)}

    def load(self):
        try:
            return super().load()
        except EOFError:
            raise Exhausted from None

    def find_class(self, module: str, name: str):
        if (module, name) not in self.known:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return self.known[module, name]
