"""How often a long test repeats itself: a few times in CI, the whole count under `make soak`."""

import os

IS_SOAK = os.environ.get("SOAK") == "1"


def times(whole: int, *, ci: int) -> int:
    return whole if IS_SOAK else ci
