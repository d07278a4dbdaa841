"""Makes backups, each in a process of its own that is killed after so many seconds.

`python -m tests.backup.copier` says «ready»; for each line «folder seconds» it says how the process
ended, and how long it lived.
"""

import os
import signal
import sys
import threading
import time

import django


def main() -> None:
    django.setup()
    from django.db import connections  # after setup

    from corett import backup

    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        folder, seconds = line.split()
        connections.close_all()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os._exit(made(backup, folder))
        alarm = threading.Timer(float(seconds), os.kill, (child, signal.SIGKILL))
        alarm.start()
        _pid, status = os.waitpid(child, 0)
        alarm.cancel()
        print(os.waitstatus_to_exitcode(status), time.monotonic() - began, flush=True)  # noqa: T201


def made(backup, folder: str) -> int:
    from pathlib import Path

    try:
        backup.make(Path(folder))
    except Exception as error:  # the child may not go on with the loop of its parent
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    main()
