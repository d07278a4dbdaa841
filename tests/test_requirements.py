"""What a fresh machine installs tomorrow is what it installs today."""

from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parent.parent / "requirements-dev.txt"


def _locked() -> dict[str, Requirement]:
    lines = (line for line in LOCK.read_text().splitlines() if "==" in line and line[0].isalpha())
    pins = (Requirement(line.removesuffix("\\").split(";")[0]) for line in lines)
    return {canonicalize_name(pin.name): pin for pin in pins}


def _asked_with_extras() -> Iterator[Requirement]:
    """What an installed and locked package asks of another with an extra: `coverage[toml]`."""
    locked = _locked()
    for distribution in distributions():
        if canonicalize_name(distribution.name) not in locked:
            continue
        for line in distribution.requires or []:
            asked = Requirement(line)
            applies = asked.marker is None or asked.marker.evaluate({"extra": ""})
            if asked.extras and applies:
                yield asked


def test_an_extra_that_a_package_asks_for_is_pinned_with_it():
    # pip 23.2 takes `coverage[toml]` for another package than `coverage==…`, and wants the newest:
    # the day that one comes out, nothing installs any more (https://github.com/pypa/pip/pull/11924).
    locked = _locked()
    asked = list(_asked_with_extras())

    assert "coverage" in {canonicalize_name(requirement.name) for requirement in asked}
    unpinned = [
        f"{requirement.name}{sorted(requirement.extras)}"
        for requirement in asked
        if not requirement.extras <= locked[canonicalize_name(requirement.name)].extras
    ]
    assert unpinned == []
