"""What no page of ours sends, and somebody may."""

from urllib.parse import urlencode

ODD_TEXTS = [
    "\0",
    "a\0b",
    "\ud800",
    "NaN",
    "sNaN",
    "-Infinity",
    "1e400",
    "9" * 400,
    "99999999999999999999",
    "-1",
    "٣",
    "²",
    "x" * 30_000,
    "0001-01-01",
    "9999-12-31",
    "{{ 7 }}<b>%s%(x)s",
]


def short(odd: str) -> str:
    return ascii(odd)[:24]


def post(client, address: str, pairs):
    """As it would come over the wire: keys may repeat, and bytes be no text."""
    body = urlencode(list(pairs), errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded")
