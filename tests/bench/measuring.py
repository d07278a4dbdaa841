"""What a command takes: seconds of the clock, and the most memory that it and its children hold."""

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLED_EVERY = 0.05
"""Seconds between two looks at the memory: a peak that is shorter may be missed."""


@dataclass(frozen=True)
class Taken:
    seconds: float
    megabytes: float


def take(command: Sequence[str | Path], **options) -> Taken:
    """Run it to its end. Raises CalledProcessError."""
    began = time.perf_counter()
    with subprocess.Popen(command, **options) as process:
        watch = Watch(process.pid)
        watch.start()
        process.wait()
        seconds = time.perf_counter() - began
        watch.ended.set()
        watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Taken(seconds, watch.most / 1024)


class Watch(threading.Thread):
    """Looks at the memory of a process and all that come from it (PSS, in kB)."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(SAMPLED_EVERY):
            self.most = max(self.most, sum(memory_of(pid) for pid in family_of(self.pid)))


def family_of(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            tasks = Path(f"/proc/{one}/task").iterdir()
            waiting += [
                int(kid) for task in tasks for kid in (task / "children").read_text().split()
            ]
        except OSError:
            continue
    return found


def memory_of(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
