"""What the table of the ASVS names as proof is there: tests by name, files by path."""

import ast
import re
from functools import cache
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent
NAMED = re.compile(r"`([\w/.]+\.py)::(test_\w+)`")
PATHS = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+|README\.md|pyproject\.toml|requirements\.txt)`")


@cache
def names_in(name: str) -> set[str]:
    path = HERE / name
    found = ast.walk(ast.parse(path.read_text())) if path.exists() else []
    return {one.name for one in found if isinstance(one, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    named = NAMED.findall((HERE / "README.md").read_text())

    assert len(named) > 100
    assert [one for one in named if one[1] not in names_in(one[0])] == []


def test_every_file_that_is_named_exists():
    named = set(PATHS.findall((HERE / "README.md").read_text()))
    missing = [one for one in named if not (settings.BASE_DIR / one).exists()]

    assert len(named) > 10
    assert missing == []
