"""Carries out publications, each in a process of its own that the test may kill.

Having read what a process needs once, it forks for each number that it is given: `python -m
tests.monitoring.annual.publisher fork` says «ready», then the number of each process and how it
ended. Its word is how these start those that lay out pages: `spawn`, as in service, or `fork`,
which is quicker.
"""

import multiprocessing
import os
import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command  # after setup
    from django.db import connections

    import corett.management.commands.publish_annual  # noqa: F401 — read before forking
    from corett.lib.pdf import workers
    from corett.lib.pdf.layout import to_pdf
    from monitoring.annual.printing import STYLESHEETS

    how = multiprocessing.get_context(sys.argv[1])
    workers.multiprocessing.get_context = lambda _method: how
    call_command("check", stdout=sys.stderr)
    to_pdf("<p>Ya se leyeron las hojas de estilo y las letras.</p>", STYLESHEETS)
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        connections.close_all()
        child = os.fork()
        if child == 0:
            os.setsid()
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            call_command("publish_annual", int(line), stdout=sys.stderr)
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
