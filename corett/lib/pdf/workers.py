"""Documents laid out in limited processes, without network and with no file but ours.

A few of them one after the other by copies of a process that waits; the many chapters of a book as
many at once as the machine has cores.
"""

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing.connection import wait

import django
from django.conf import settings

from corett.lib.apart import Limits, Server, confine
from corett.lib.pdf.chapter import lay_out
from corett.lib.pdf.fetching import RefusedURLError
from corett.lib.pdf.layout import STAMPS, lay_out_stamps, style_of, to_pdf

WORTH_A_PROCESS = 6
"""Starting a process anew takes about as long as laying out that many chapters."""

PRINTERS = Server("corett.lib.pdf.workers")
OF_ONE = Limits(seconds=180, memory=1500)
OF_MANY = Limits(seconds=3600, memory=2000, scratch=True)

_workers: ContextVar[Executor | None] = ContextVar("workers", default=None)


@dataclass(frozen=True)
class Job:
    key: str
    html: str
    stylesheet_names: tuple[str, ...]


def render_pdf(html: str, stylesheet_names: Iterable[str]) -> bytes:
    """A tagged PDF (PDF/UA); the same HTML gives the same bytes.

    Raises RefusedURLError, Exhausted.
    """
    names = tuple(stylesheet_names)
    return apart(to_pdf, html, names, names=names)


def stamps() -> bytes:
    workers = _workers.get()
    if workers is not None:
        return workers.submit(lay_out_stamps).result()
    return apart(lay_out_stamps, names=(STAMPS,))


def apart(function, *args, names: tuple[str, ...]):
    """In a copy of the process that waits, which has read these stylesheets before."""
    return PRINTERS.run(
        function, *args, limits=OF_ONE, raises=(RefusedURLError,), errand=(style_of, (names,))
    )


@contextmanager
def workers_for(count: int, stylesheet_names: Sequence[str]) -> Iterator[None]:
    """The same processes for all that is laid out inside, if so many chapters are worth them."""
    if _workers.get() is not None or not is_worth_workers(count):
        yield
        return
    with shared_workers(stylesheet_names):
        yield


def is_worth_workers(count: int) -> bool:
    """Copies of this process begin at once; anew they take as long as a few chapters."""
    return count >= (1 if is_alone() else WORTH_A_PROCESS)


@contextmanager
def shared_workers(stylesheet_names: Sequence[str] = ()) -> Iterator[None]:
    """All books printed inside, with these stylesheets, are laid out by the same processes."""
    with started(tuple(stylesheet_names)) as workers:
        token = _workers.set(workers)
        try:
            yield
        finally:
            _workers.reset(token)


def laid_out(jobs: Sequence[Job]) -> Iterator[tuple[str, bytes]]:
    """Each with its key, in the order in which they are ready."""
    workers = _workers.get()
    if workers is not None:
        yield from spread(jobs, workers)
    else:
        yield from (apart(done, job, names=job.stylesheet_names) for job in jobs)


def spread(jobs: Sequence[Job], workers: Executor) -> Iterator[tuple[str, bytes]]:
    """The longest first, so that none is left at the end for one process alone."""
    longest_first = sorted(jobs, key=lambda job: -len(job.html))
    for future in as_completed([workers.submit(done, job) for job in longest_first]):
        yield future.result()


def done(job: Job) -> tuple[str, bytes]:
    return job.key, lay_out(job.key, job.html, job.stylesheet_names)


def started(stylesheet_names: tuple[str, ...] = ()) -> ProcessPoolExecutor:
    """Copies of this process, which have its stylesheets read already; anew where it has threads.

    A copy has but one of them, and what the others held stays locked in it.
    """
    is_copy = is_alone()
    if is_copy and stylesheet_names:
        style_of(stylesheet_names)
    return ProcessPoolExecutor(
        max_workers=len(os.sched_getaffinity(0)),
        mp_context=multiprocessing.get_context("fork" if is_copy else "spawn"),
        initializer=begin,
    )


def is_alone() -> bool:
    return threading.active_count() == 1


def begin() -> None:
    """In each worker. It ends with the process that started it, however that one ends."""
    if not settings.configured:
        django.setup()
    confine(OF_MANY)
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
