"""A process that has everything imported and waits; each job is done by a copy of it.

It is started by `calling.Server` with the few settings that a job may need: it knows no database
and no secret. It ends with the process that started it.
"""

import json
import os
import pickle
import signal
import socket
import traceback
from contextlib import suppress
from importlib import import_module

import django
from django.conf import settings
from django.utils import translation

from corett.lib.apart.limits import Limits, confine, leave_network

READY = b"ready"
LONGEST_ERRAND = 64 * 1024
CHUNK = 1024 * 1024


def main(descriptor: str, modules: str, own_settings: str) -> None:
    control = socket.socket(fileno=int(descriptor))
    leave_network()
    settings.configure(**json.loads(own_settings))
    django.setup()
    for module in json.loads(modules):
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.send(READY)
    serve(control)


def serve(control: socket.socket) -> None:
    """An errand is something of ours to be kept ready for this job and the later ones."""
    while True:
        errand, descriptors, _flags, _sender = socket.recv_fds(control, LONGEST_ERRAND, 1)
        if not errand:
            return
        with suppress(Exception):
            function, args = pickle.loads(errand)  # noqa: S301 - our own process wrote it
            function(*args)
        if os.fork() == 0:
            control.close()
            answer(socket.socket(fileno=descriptors[0]))
        os.close(descriptors[0])


def answer(channel: socket.socket) -> None:
    """In the copy, which ends here whatever happens."""
    try:
        limits, language, raises, function, args = pickle.loads(received(channel))  # noqa: S301
        end_by(limits)
        confine(limits)
        with translation.override(language):
            said = outcome(function, args, raises)
        channel.sendall(pickle.dumps(said))
    finally:
        os._exit(0)


def end_by(limits: Limits) -> None:
    """The kernel ends it, whatever it is doing then."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.alarm(limits.seconds)


def received(channel: socket.socket) -> bytes:
    return b"".join(iter(lambda: channel.recv(CHUNK), b""))


def outcome(function, args: tuple, raises: tuple) -> tuple[str, object]:
    try:
        return "returned", function(*args)
    except MemoryError:
        return "exhausted", None
    except raises as told:
        return "raised", (kind_of(told, raises), str(told))
    except BaseException:
        return "failed", traceback.format_exc()


def kind_of(told: Exception, raises: tuple) -> int:
    return next(place for place, one in enumerate(raises) if isinstance(told, one))
