"""What a process that handles foreign content may use, and what it may not do.

The kernel holds time, memory, and files, and takes the network away where it lets an ordinary
process do that. Python refuses the same in its own words, wherever the system is run.
"""

import ctypes
import os
import resource
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "os.fork",
    "os.kill",
    "pty.",
    "urllib.",
    "ftplib.",
    "http.client.",
    "smtplib.",
)
ONLY_SCRATCH = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
)


@dataclass(frozen=True)
class Limits:
    """`memory` is what it may take beyond what it has, in megabytes; `scratch`, whether it may
    write below the folder for temporary files.
    """

    seconds: int
    memory: int
    scratch: bool = False


def confine(limits: Limits) -> None:
    """From here on, this process and no other; there is no way back."""
    sys.dont_write_bytecode = True
    leave_network()
    folder = tempfile.gettempdir() if limits.scratch else ""
    for kind, most in most_of(limits).items():
        resource.setrlimit(kind, (most, most))
    sys.addaudithook(refusing(folder))


def leave_network() -> bool:
    """Whether the kernel let it; where not, what Python refuses remains."""
    return ctypes.CDLL(None).unshare(NEW_USERS | NEW_NETWORK) == 0


def most_of(limits: Limits) -> dict[int, int]:
    return {
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_AS: taken() + limits.memory * MEGABYTE,
        resource.RLIMIT_FSIZE: limits.memory * MEGABYTE if limits.scratch else 0,
        resource.RLIMIT_CORE: 0,
    }


def taken() -> int:
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()


def refusing(folder: str):
    """A hook that raises PermissionError at what foreign content has no business with."""

    def is_scratch(path) -> bool:
        return bool(folder) and isinstance(path, str) and Path(path).is_relative_to(folder)

    def hook(event: str, args: tuple) -> None:
        if event.startswith(NEVER):
            raise PermissionError(event)
        writes = event == "open" and isinstance(args[2], int) and args[2] & WRITING
        if (writes or event.startswith(ONLY_SCRATCH)) and not is_scratch(args[0]):
            raise PermissionError(event)

    return hook
