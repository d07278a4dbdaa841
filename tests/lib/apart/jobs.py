"""Work that foreign content would like to do where it is read."""

import datetime
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from decimal import Decimal
from pathlib import Path

from django.conf import settings


class Sly:
    """What unpickling would run if what comes back were believed."""

    def __reduce__(self):
        return os.mkdir, ("aquí-estuve",)


class Told(Exception):
    pass


def give_back(value):
    return value


def plain_values():
    return [1, "á", None, Decimal("1.50"), datetime.date(2025, 6, 30), {"b": b"x"}]


def sly():
    return Sly()


def tell():
    raise Told("así no")


def break_down():
    return 1 / 0


def sleep():
    time.sleep(60)


def go_round():
    while True:
        pass


def take_memory():
    return len(bytearray(2000 * 1024 * 1024))


def die():
    os.abort()


def pretend():
    """Ends well in the middle of its answer."""
    os._exit(0)


def connect(port: int):
    with socket.create_connection(("127.0.0.1", port), timeout=2) as found:
        found.sendall(b"dentro")


def fetch(port: int):
    return urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()  # noqa: S310


def run_command():
    return subprocess.run(["true"], check=True)


def fork():
    return os.fork()


def system():
    return os.system("true")  # noqa: S605


def stop_parent():
    os.kill(os.getppid(), signal.SIGKILL)


def write(path: str):
    Path(path).write_text("dentro")


def append(path: str):
    with open(path, "a") as file:
        file.write("dentro")


def remove(path: str):
    Path(path).unlink()


def secrets() -> tuple[bool, list, list[str]]:
    """What a job could know: the key, the databases, the environment."""
    named = [one["NAME"] for one in settings.DATABASES.values() if one.get("NAME")]
    return bool(settings._wrapped.SECRET_KEY), named, sorted(os.environ)


def language_and_modules() -> tuple[str, bool]:
    from django.utils.translation import get_language

    return get_language(), "monitoring.models" in sys.modules
