"""What an edition says differently from the one before: the difference of two frozen contents.

Everything that both may say is compared, so that no number, name or word changes unsaid; what only
one of them can say, because the other's schema is older, is no correction.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.annual.chapters import upgraded
from monitoring.annual.correction_places import identity_of, item_word, key_word, opens_path
from monitoring.annual.correction_values import contrast, gist, said_value, there
from monitoring.annual.correction_words import place_of, unsaid

WRITTEN = "texts"
"""Only there does a missing key tell something: that nothing is written."""
MOST = 400
"""As many as fit on some pages; how many more there are is said."""

Where = tuple[str, ...]
Change = dict[str, str]


def corrects(before: dict, after: dict) -> dict:
    """What `after` carries of the edition that it follows."""
    return {"edition": before["report"]["edition"], "changes": changes(before, after)}


def changes(before: dict, after: dict) -> list[Change]:
    """Each as {where, before, after}, in people's words and in the order of the report."""
    found = Pair(upgraded(before), upgraded(after)).changes()
    kept = list(islice(found, MOST))
    rest = sum(1 for _one in found)
    return [*kept, left_out(rest)] if rest else kept


def left_out(count: int) -> Change:
    sentence = ngettext(
        "%(count)d cambio más, que está en los datos (JSON) de las dos ediciones",
        "%(count)d cambios más, que están en los datos (JSON) de las dos ediciones",
        count,
    )
    return {"where": _("Además"), "before": "", "after": sentence % {"count": count}}


def change(where: Where, before: str, after: str) -> Change:
    words = " · ".join(word for word in where if word)
    return {"where": words[:1].upper() + words[1:], "before": before, "after": after}


class Pair:
    """Two contents walked side by side; `key` is that of the value, or of the list it is in."""

    def __init__(self, before: dict, after: dict):
        self.before, self.after = before, after

    def changes(self) -> Iterator[Change]:
        return self.of_dicts(self.before, self.after, (), "")

    def of(self, before, after, where: Where, key: str) -> Iterator[Change]:
        if before == after:
            return
        kinds = {type(before), type(after)}
        if kinds == {dict} and "adds_up" in after:
            yield change(where, said_value(before), said_value(after))
        elif kinds == {dict}:
            yield from self.of_dicts(before, after, where, key)
        elif kinds == {list}:
            yield from self.of_lists(before, after, where, key)
        elif kinds == {str}:
            yield change(where, *contrast(before, after))
        else:
            yield change(where, gist(before), gist(after))

    def of_dicts(self, before: dict, after: dict, where: Where, key: str) -> Iterator[Change]:
        names = {*before, *after}
        for name in sorted(names, key=partial(place_of, key)):
            if unsaid(key, name, names):
                continue
            inside = (*where, key_word(key, name, self.after))
            if name in before and name in after:
                yield from self.of(before[name], after[name], inside, name)
            elif key == WRITTEN:
                yield change(inside, there(before, name), there(after, name))

    def of_lists(self, before: list, after: list, where: Where, key: str) -> Iterator[Change]:
        old, new = named(before, key), named(after, key)
        for identity in [*new, *(one for one in old if one not in new)]:
            shown = new[identity] if identity in new else old[identity]
            word = item_word(key, shown, identity, self.after)
            inside = (word,) if opens_path(key, shown) else (*where, word)
            if identity in old and identity in new:
                yield from self.of(old[identity], new[identity], inside, key)
            else:
                yield change(inside, there(old, identity), there(new, identity))


def named(items: list, key: str) -> dict[tuple, object]:
    """Each by what tells it from the others; those that nothing tells apart, by their turn."""
    found: dict[tuple, object] = {}
    for place, item in enumerate(items):
        identity = identity_of(item, key, place)
        turn = 1
        while (*identity, turn) in found:
            turn += 1
        found[*identity, turn] = item
    return found
