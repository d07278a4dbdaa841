"""Whatever comes in by a form or a filter is answered as the table says, and never breaks."""

import re
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from tests.scale import IS_SOAK, times
from tests.trust.bad_forms import Form, Walk
from tests.trust.bad_verdicts import (
    TABLE,
    as_it_should_be,
    in_words,
    letters_of,
    line_of,
    read_table,
    turns,
    write_table,
)
from tests.trust.fuzzing import SPECIAL, Answers, send

pytestmark = pytest.mark.django_db

OURS = ("corett", "plan", "risks", "monitoring")
READ_IN_POSTS = re.compile(r'request\.POST(?:\.get\(|\[)"(\w+)"')


@pytest.fixture
def walk(lent_world, client, settings) -> Walk:
    return Walk(lent_world, client, settings)


@pytest.fixture
def bound(monkeypatch) -> set[type]:
    """Each class of forms that something was sent to, from here on."""
    seen: set[type] = set()
    begin = forms.BaseForm.__init__

    def noting(form, *args, **kwargs):
        begin(form, *args, **kwargs)
        if form.is_bound:
            seen.add(type(form))

    monkeypatch.setattr(forms.BaseForm, "__init__", noting)
    return seen


def forms_of(walk: Walk) -> list[Form]:
    """Of every page as everybody; in CI of those on which the table says that a form is."""
    listed = {line[2:5] for line in read_table()}
    pages = (page for page in walk.every_page() if IS_SOAK or page in listed)
    return sorted(walk.forms(pages), key=lambda form: (form.page[2], form.page[0], form.key))


def test_each_form_answers_what_the_table_says(walk, client, bound, figure, tmp_path):
    table, answers, found = read_table(), Answers(client), {}
    for form in forms_of(walk):
        walk.enter(form.page[2], walk.place_of(form.page))
        as_it_should_be(answers, form)
        for kind, field in form.kinds.items():
            line = line_of(form, kind)
            found[line] = letters_of(answers, form, field, turns(line))
    write_table(found, tmp_path / TABLE.name)

    ours = set(classes_of_ours())
    missing = " ".join(sorted(f"{one.__module__}.{one.__name__}" for one in ours - bound))
    figure("formularios", len({line[:2] for line in found}))
    figure("clases de formulario que recibieron algo", len(bound & ours))
    figure("campos y filtros", len(found))
    figure("envíos con un campo hostil o ninguno", answers.sent)
    figure("respuestas que repiten lo enviado, sin nada que corra", answers.echoed)
    assert answers.broken == []
    assert found.keys() ^ table.keys() == set(), f"Lo que hay: {tmp_path / TABLE.name}"
    assert different(table, found) == {}, f"Lo que se contesta: {tmp_path / TABLE.name}"
    assert missing == "", "Ninguna página les envió nada."


def different(table: dict, found: dict) -> dict:
    told = {line: in_words(table.get(line, ""), letters) for line, letters in found.items()}
    return {line: one for line, one in told.items() if one}


def classes_of_ours() -> list[type]:
    """Those that nothing else is made of."""

    def below(one: type):
        for heir in one.__subclasses__():
            yield heir
            yield from below(heir)

    return [
        one
        for one in below(forms.BaseForm)
        if one.__module__.startswith(tuple(f"{app}." for app in OURS)) and not one.__subclasses__()
    ]


# Whatever hypothesis finds

anything = (
    st.sampled_from(SPECIAL)
    | st.text(st.characters(), max_size=20)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.dates().map(str)
)


def test_no_form_breaks_on_whatever_is_found(walk, client, figure):
    answers = Answers(client)
    for form in forms_of(walk):
        if IS_SOAK or not form.name.startswith("admin:"):
            walk.enter(form.page[2], walk.place_of(form.page))
            tried(answers, form, times(10, ci=2))

    figure("envíos que halló hypothesis", answers.sent)
    assert answers.broken == []


def tried(answers: Answers, form: Form, examples: int) -> None:
    """The smallest thing that breaks it is told; the others are looked at all the same."""

    @example_settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strange=strange(form))
    def answer(strange):
        broken = len(answers.broken)
        values = form.values | strange
        answers.take(
            f"{form.key} {form.page} {strange!r}",
            lambda: send(answers.client, form.target, form.method, values, form.files),
        )
        assert len(answers.broken) == broken

    try:
        answer()
    except AssertionError:
        answers.broken[:] = answers.broken[-40:]


def strange(form: Form) -> st.SearchStrategy[dict[str, list]]:
    """Fields as they should be, left out, chosen, sent twice or filled with anything; and what
    the code reads of other forms.
    """
    names = [*form.kinds.values(), *(read_in_posts() if form.method == "post" else [])]
    given_to = {name: typed_in(form, name) for name in dict.fromkeys(names)}
    first = st.sampled_from(list(form.kinds.values()))
    return st.builds(
        lambda name, one, others: {**others, name: [one]},
        first,
        anything,
        st.fixed_dictionaries({}, optional=given_to),
    )


def typed_in(form: Form, name: str) -> st.SearchStrategy[list]:
    offered = form.options.get(name)
    return st.lists(anything | st.sampled_from(offered) if offered else anything, max_size=2)


@cache
def read_in_posts() -> list[str]:
    """What views read by themselves, past any form."""
    places = (Path(django_settings.BASE_DIR, app).rglob("*.py") for app in OURS)
    sources = (path.read_text() for several in places for path in several)
    return sorted({name for one in sources for name in READ_IN_POSTS.findall(one)})
