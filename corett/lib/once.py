"""A form that arrives twice is done once: a second click, a connection that repeats what it sent.

Each form carries a key of its own (`templatetags/once.py` puts it beside the CSRF token). What it
asks for runs in one transaction with the row that remembers it, so that both are there or neither;
the repetition waits at that row, and is led to where the first one was.
"""

import hashlib
import json
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext as _

from corett.lib.models import Submission

FIELD = "once"
NOT_COMPARED = ("csrfmiddlewaretoken", FIELD)


class OnlyOnce:
    """The last of the middlewares: what others refuse (CSRF, no session) is never remembered.

    Who is not signed in is not told apart from others, so that nothing is remembered of them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not request.POST.get(FIELD):
            return None
        if not request.user.is_authenticated:
            return None
        return answer_once(request, partial(view, request, *args, **kwargs))


def answer_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What raises leaves nothing behind. What is refused is forgotten: one may send it again."""
    form = form_of(request)
    with transaction.atomic():
        submission, is_new = Submission.objects.get_or_create(
            digest=digest_of(request, form), defaults={"form": form}
        )
        if not is_new:
            return repeated(request, submission)
        before = len(waiting_messages(request))
        response = answer()
        said = waiting_messages(request)[before:]
        if is_done(response, said):
            remember(submission, response, said)
        else:
            submission.delete()
    return response


def form_of(request: HttpRequest) -> str:
    """One form, on one page, as it was shown to one person."""
    return keyed([request.user.pk, request.get_full_path(), request.POST[FIELD]])


def digest_of(request: HttpRequest, form: str) -> str:
    fields = [[name, values] for name, values in request.POST.lists() if name not in NOT_COMPARED]
    files = [
        [name, file.name, hash_of(file)]
        for name, several in request.FILES.lists()
        for file in several
    ]
    return keyed([form, fields, files])


def keyed(said: list) -> str:
    return salted_hmac("corett.lib.once", json.dumps(said), algorithm="sha256").hexdigest()


def hash_of(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def waiting_messages(request: HttpRequest) -> list[Message]:
    """What this request has told so far, and no page has shown."""
    return getattr(get_messages(request), "_queued_messages", [])


def is_done(response: HttpResponse, said: list[Message]) -> bool:
    """It led on, and not with a refusal. A page without a redirect is shown again as it is."""
    was_refused = any(message.level >= messages.WARNING for message in said)
    return 300 <= response.status_code < 400 and not was_refused


def remember(submission: Submission, response: HttpResponse, said: list[Message]) -> None:
    """The form sent again with other words, and then with the first ones, is done each time."""
    Submission.objects.filter(form=submission.form).exclude(pk=submission.pk).delete()
    submission.status, submission.location = response.status_code, response["Location"]
    submission.said = json.dumps([as_kept(message) for message in said])
    submission.save(update_fields=["status", "location", "said"])


def as_kept(message: Message) -> list:
    return [message.level, str(message), message.extra_tags, isinstance(message.message, SafeData)]


def repeated(request: HttpRequest, submission: Submission) -> HttpResponse:
    for level, words, tags, is_safe in json.loads(submission.said):
        said = SafeString(words) if is_safe else words
        messages.add_message(request, level, said, extra_tags=tags)
    messages.info(request, _("Este envío ya se había recibido; no se repitió."))
    return HttpResponse(status=submission.status, headers={"Location": submission.location})
