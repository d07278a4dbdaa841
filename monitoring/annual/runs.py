"""Carrying out a publication, outside of any web request.

A run writes its files into a folder named by its token, which its row knew before the first byte;
then one transaction freezes the edition, its files and its history. Whatever stops it before that
leaves the edition as it was, and its folder to `recover()`. A run whose place another one took
notices it at its next sign of life, and ends.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import sha256
from corett.lib.pdf import shared_workers
from monitoring.annual.announcing import announce
from monitoring.annual.editions import Part, parts_of
from monitoring.annual.errors import AnnualError
from monitoring.annual.folders import Folder
from monitoring.annual.freezing import Lost, content_to_freeze, freeze
from monitoring.annual.launching import launch
from monitoring.annual.publishing import ask, require_publishable
from monitoring.annual.writing import require_composer
from monitoring.models import AnnualFile, AnnualReport, Publication, PublicationState

BETWEEN_SIGNS = 1.0
"""Seconds: layouts tell of each chapter, more often than anybody looks."""

logger = logging.getLogger(__name__)


def publish(
    report: AnnualReport, *, version: int, by: Membership, reason: str = ""
) -> AnnualReport:
    """Ask for it and carry it out here, before coming back.

    Again, it returns what stands published. Raises AnnualError.
    """
    report = AnnualReport.objects.select_related("plan").get(pk=report.pk)
    if report.is_published:
        return report
    require_publishable(report)
    publication, _is_new = ask(report, version=version, by=by, reason=reason)
    ended = carry_out(publication)
    if ended.state != PublicationState.DONE:
        raise AnnualError(ended.fault or _("Esta edición ya se está publicando."))
    return ended.report


def carry_out(publication: Publication) -> Publication:
    """Make what waits; return the publication as it then stands, done or failed.

    What does not wait any more is left alone.
    """
    if claim(publication):
        with telling(publication):
            produce(publication)
    return Publication.objects.select_related("report__plan").get(pk=publication.pk)


def claim(publication: Publication) -> bool:
    """Of several at once, one takes it."""
    waiting = Publication.objects.filter(pk=publication.pk, state=PublicationState.WAITING)
    return bool(waiting.update(state=PublicationState.RUNNING, alive_at=timezone.now()))


@contextmanager
def telling(publication: Publication) -> Iterator[None]:
    """What stops it is written down for who asked, and its files go."""
    try:
        yield
    except Lost:
        discard(publication)
    except AnnualError as refused:
        give_up(publication, str(refused))
    except OSError as error:
        logger.exception("Publication %s", publication.pk)
        give_up(publication, not_written(error))
    except Exception:
        logger.exception("Publication %s", publication.pk)
        give_up(publication, broken())


def broken() -> str:
    return _(
        "Hubo una falla al preparar los archivos. Inténtelo de nuevo; si se repite, avise a quien"
        " atiende el servidor: la causa está en su registro."
    )


def not_written(error: OSError) -> str:
    return _(
        "No se pudieron guardar los archivos: %(error)s. Avise a quien atiende el servidor, y"
        " después publique de nuevo."
    ) % {"error": error.strerror or error}


def give_up(publication: Publication, fault: str) -> None:
    """First the word, then the files: what is left of them `recover()` finds by the word.

    What was published before it was stopped stays so.
    """
    Publication.objects.open().filter(pk=publication.pk).update(
        state=PublicationState.FAILED, finished_at=timezone.now(), fault=fault
    )
    discard(publication)


def discard(publication: Publication) -> None:
    """Its files go, unless they were published."""
    if Publication.objects.failed().filter(pk=publication.pk).exists():
        Folder(publication).remove()


def produce(publication: Publication) -> None:
    """Raises AnnualError, Lost."""
    publication = Publication.objects.select_related("report__plan").get(pk=publication.pk)
    sweep()
    progress = Progress(publication)
    progress.tell(0, _("Se reúnen los datos validados"))
    content = content_to_freeze(publication)
    folder = Folder(publication)
    folder.make()
    files = make_files(content, folder, progress)
    progress.tell(len(files) + 1, _("Se guarda la edición"))
    folder.seal()
    announce(freeze(publication, content, files))


def make_files(content: dict, folder: Folder, progress: "Progress") -> list[AnnualFile]:
    parts = parts_of(content)
    progress.steps = len(parts) + 2
    files = []
    with shared_workers():
        for number, part in enumerate(parts, start=1):
            progress.tell(number, part.label)
            files.append(made(part, content, folder, progress))
    return files


def made(part: Part, content: dict, folder: Folder, progress: "Progress") -> AnnualFile:
    data = part.make(content, progress.within)
    return AnnualFile(
        kind=part.kind,
        language=part.language,
        country=part.country,
        file=folder.keep(part.name, data),
        size=len(data),
        sha256=sha256(data),
    )


class Progress:
    """Tells how far the run is, which is also its sign of life."""

    def __init__(self, publication: Publication):
        self.publication = publication
        self.steps, self.step, self.doing = 0, 0, ""
        self.told = 0.0

    def tell(self, step: int, doing: str) -> None:
        self.step, self.doing = step, doing
        self.write(doing)

    def within(self, done: int, of: int) -> None:
        """How far a long step is, at most once a second."""
        if time.monotonic() - self.told >= BETWEEN_SIGNS:
            said = _("%(doing)s (parte %(done)s de %(of)s)")
            self.write(said % {"doing": self.doing, "done": done, "of": of})

    def write(self, doing: str) -> None:
        """Raises Lost."""
        running = Publication.objects.filter(pk=self.publication.pk, state=PublicationState.RUNNING)
        alive = running.update(
            step=self.step, steps=self.steps, doing=doing[:120], alive_at=timezone.now()
        )
        if not alive:
            raise Lost
        self.told = time.monotonic()


# After something stopped a run


def resume(publication: Publication, *, by: Membership) -> Publication:
    """Take up again what was interrupted, in a process of its own. Raises AnnualError."""
    renewed = renew(publication, by=require_composer(by))
    launch(renewed)
    return renewed


@transaction.atomic
def renew(publication: Publication, *, by: Membership | None = None) -> Publication:
    """A new run in the place of one that was interrupted, of what was asked then.

    Raises AnnualError.
    """
    current = Publication.objects.select_for_update().get(pk=publication.pk)
    if not current.is_interrupted:
        raise AnnualError(_("Esta publicación no está interrumpida."))
    current.state, current.finished_at = PublicationState.FAILED, timezone.now()
    current.fault = _("Se interrumpió y otra corrida la retomó.")
    current.save(update_fields=["state", "finished_at", "fault"])
    return Publication.objects.create(
        report_id=current.report_id,
        version=current.version,
        reason=current.reason,
        by=by.user if by else current.by,
        stakeholder=by.stakeholder if by else current.stakeholder,
    )


def recover() -> list[Publication]:
    """Remove what ended runs left behind; return what is to be carried out."""
    waiting = []
    for one in Publication.objects.open():
        if one.is_interrupted:
            with suppress(AnnualError):
                waiting.append(renew(one))
        elif one.state == PublicationState.WAITING:
            waiting.append(one)
    sweep()
    return waiting


def sweep() -> None:
    """The folders of the runs that did not end well go, with all that is in them."""
    for one in Publication.objects.failed().select_related("report__plan"):
        Folder(one).remove()
