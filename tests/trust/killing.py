"""A request in a process of its own that is killed, as by a power cut, at a moment of its life."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.db import connections

from tests.monitoring.annual.test_kill import kill_after

ENDLESS = 300.0


@dataclass(frozen=True)
class Life:
    """Whether it was killed, what it had acknowledged by then, and how long it lived."""

    was_killed: bool
    said: str
    seconds: float


def live(act: Callable[[], str], *, killed_after: float = ENDLESS) -> Life:
    """Do it in a copy of this process; what it returns is what the person's browser has heard."""
    connections.close_all()
    reading, writing = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        speak(act, writing)
    os.close(writing)
    kill_after(pid, killed_after)
    _pid, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - began
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return Life(os.waitstatus_to_exitcode(status) == -signal.SIGKILL, said, seconds)


def speak(act: Callable[[], str], writing: int) -> None:
    """In the child, which never comes back."""
    try:
        os.write(writing, act().encode())
        connections.close_all()
        os._exit(0)
    except BaseException as error:
        os.write(writing, repr(error).encode())
        os._exit(1)


class Fate:
    """Random moments of a life as long as those that nobody ended, the last ones above all.

    The machine may have become quicker or slower since the first.
    """

    def __init__(self, seed: int):
        self.random, self.duration = Random(seed), 0.0

    def learn(self, life: Life) -> None:
        assert not life.was_killed
        self.duration = (self.duration + life.seconds) / 2 if self.duration else life.seconds

    def moment(self) -> float:
        return self.random.uniform(0, self.duration * 1.05)
