"""What a person, a browser or a robot may send, how it is sent, and what the answer is called."""

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote_plus

from django.db import transaction
from lxml import html

from tests.trust.verdicts import written

MARK = "<b id=x>\" onx=' ony="
NUL = "nul\0o"
SPECIAL = [
    "",
    " ",
    MARK,
    "</script></textarea></title></style><b id=x>",
    NUL,
    "\ud800",
    "\ufffe\uffff",
    "\u202etxet\u200f",
    "-1",
    "0",
    "1.000",
    "1,5",
    "9" * 40,
    str(2**31),
    str(2**63),
    str(-(2**63) - 1),
    "1e9999",
    "-1e-9999",
    "NaN",
    "sNaN",
    "Infinity",
    "0000-00-00",
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "2025-02-30",
    "²",
    "٩٩٩٩٩٩٩٩",
    "on",
    "new",
    "../../etc/passwd",
    "javascript:alert(1)",
    "http://[::1",
    "00000000-0000-0000-0000-000000000000",
    "%s%(a)s{0}{{ a }}{% a %}",
    "' OR 1=1 --",
    "a" * 5000,
    "ñ" * 300,
    "\r\nSet-Cookie: a=b",
    "1;2;3",
    "2025-1/x",
    "[]",
]
"""None of them is the number of a row that could be there: those differ from run to run."""

WORDS = {
    200: "v",
    400: "m",
    403: "p",
    404: "n",
    405: "o",
    409: "c",
    410: "u",
    413: "g",
    422: "x",
    429: "t",
}
DONE, LED, BROKEN = "h", "l", "E"
"""In the table of verdicts: v it is shown, h done (rows were written), l led elsewhere, x told what
is wrong, c that it changed meanwhile, u that it was used up, n not found, p not allowed, m, o, g, t
as HTTP means them.
"""

NAMES = re.compile(r"\d+(\.\d+)*(\.[a-z](?=-))?|(?<=-)[A-Z]{2,9}(?=-|$)")
BOUNDARY = "----una-frontera-entre-partes"


def kind_of(field: str) -> str:
    """The same field of another row is the same."""
    return NAMES.sub("#", field)


def kinds_of(fields) -> dict[str, str]:
    """The first field of each kind."""
    found: dict[str, str] = {}
    for field in fields:
        found.setdefault(kind_of(field), field)
    return found


def said(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


def encoded(values: dict[str, list]) -> str:
    return "&".join(
        f"{said(name)}={said(str(value))}" for name, several in values.items() for value in several
    )


def multipart(values: dict[str, list], files) -> bytes:
    """As browsers write it, but of whatever characters; hostile words name and fill a file."""
    parts = []
    for name, several in values.items():
        for value in several:
            name_of_file, content = file_of(value) if name in files else (None, in_bytes(value))
            named = "" if name_of_file is None else f'; filename="{in_header(name_of_file)}"'
            head = f'Content-Disposition: form-data; name="{in_header(name)}"{named}\r\n\r\n'
            parts.append(f"--{BOUNDARY}\r\n".encode() + in_bytes(head) + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def file_of(value) -> tuple[str, bytes]:
    if hasattr(value, "read"):
        value.seek(0)
        return value.name, value.read()
    return value, in_bytes(value)


def in_bytes(text) -> bytes:
    return str(text).encode("utf-8", "surrogatepass")


def in_header(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def send(client, target: str, method: str, values: dict[str, list], files=()):
    if method == "get":
        return client.get(f"{target}?{encoded(values)}")
    if files:
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return client.generic("POST", target, multipart(values, files), content_type=kind)
    kind = "application/x-www-form-urlencoded"
    return client.generic("POST", target, encoded(values).encode(), content_type=kind)


@contextmanager
def undone(client) -> Iterator[None]:
    """Everything as before, the browser too."""
    cookies = copy.copy(client.cookies)
    client.cookies = copy.deepcopy(cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def is_page(response) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


class Answers:
    """How whatever was sent is answered; what broke is kept in words, and told at the end."""

    def __init__(self, client):
        self.client = client
        client.raise_request_exception = False
        self.sent = self.echoed = 0
        self.broken: list[str] = []

    def take(self, what: str, ask) -> str:
        """The letter of the answer; where it leads on, that page is looked at too."""
        with undone(self.client), written() as statements:
            response = ask()
            content = content_of(response)
            self.look(what, response, content)
            if response.status_code == 302 and statements:
                self.follow(what, response.url)
        self.sent += 1
        return letter(response.status_code, wrote=bool(statements))

    def follow(self, what: str, address: str) -> None:
        response = self.client.get(address)
        self.look(f"{what}, y después {address}", response, content_of(response))

    def look(self, what: str, response, content: bytes) -> None:
        if response.status_code >= 500:
            self.broken.append(f"{response.status_code} {what[:300]}: {reason_of(response)}")
        elif is_page(response) and (b"id=x" in content or b"javascript:" in content):
            self.echoed += 1
            if has_marks(content):
                self.broken.append(f"sin escapar: {what[:300]}")
        if "a" in response.cookies:
            self.broken.append(f"una cookie ajena: {what[:300]}")


def reason_of(response) -> str:
    found = getattr(response, "exc_info", None)
    if not found:
        return ""
    frames, trace = [], found[2]
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{found[0].__name__} {found[1]} ({' < '.join(reversed(frames[-8:]))})"[:900]


def letter(status: int, *, wrote: bool) -> str:
    if status < 400 and wrote:
        return DONE
    return LED if status in (301, 302) else WORDS.get(status, BROKEN)


def has_marks(content: bytes) -> bool:
    """Whether what was sent came back as an element, an attribute or an address that runs."""
    return any(is_mark(one) for one in html.fromstring(content).iter() if isinstance(one.tag, str))


def is_mark(element) -> bool:
    attributes = element.attrib
    runs = (attributes.get(name, "") for name in ("href", "src", "action", "formaction"))
    if attributes.get("id") == "x" or "onx" in attributes or "ony" in attributes:
        return True
    return any(one.strip().lower().startswith("javascript:") for one in runs)
