"""Two texts compared word by word."""

import difflib
import re

MOST_PAIRS = 1_000_000
"""Of words; two longer texts are shown whole, the one and the other."""

WORD = re.compile(r"\s+|[^\s]+")


def interwoven(old: str, new: str) -> list[tuple[str, str]]:
    """In pieces: what stayed («same»), what went («old») and what came («new»).

    All but the new pieces give back the old text, and all but the old ones the new text.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return [(kind, text) for kind, text in (("old", old), ("new", new)) if text]
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    pieces = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[start:end])))
            continue
        if start < end:
            pieces.append(("old", "".join(before[start:end])))
        if begin < stop:
            pieces.append(("new", "".join(after[begin:stop])))
    return pieces
