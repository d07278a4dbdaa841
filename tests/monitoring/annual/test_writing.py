"""What the Secretaría writes and chooses, section by section."""

import datetime

import pytest
from django.utils import timezone

from monitoring import annual
from monitoring.annual import AnnualError, desk, material
from monitoring.annual.sections import sections_of
from monitoring.annual.writing import MOST_HIGHLIGHTS
from monitoring.models import AnnualReport, ProgressReport
from monitoring.reports import Stale
from tests.annual import quick_files, write
from tests.factories import MeasureFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world, activity) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def save(world, report, section, text, version=1, **values):
    return annual.save_text(report, section, text, version=version, by=world.secretariat, **values)


def texts(report) -> dict:
    return {one.section: (one.text, one.language, one.version) for one in report.texts.all()}


def test_the_sections_are_those_of_the_plan_of_the_region_and_of_each_country(world, report):
    second = {"objective__number": 4, "objective__axis__number": 2}
    world.activity("4.1", **second)
    world.activity("4.2", **second, retired_on=datetime.date(2024, 6, 1))

    assert [one.key for one in sections_of(world.plan, 2025)] == [
        "introduction",
        "axis-1",
        "activity-1.1",
        "axis-2",
        "activity-4.1",
        "resources",
        "schedule",
        "approaches",
        "risks",
        "challenges",
        "good_practices",
        "findings",
        "priorities",
        "country-HN",
        "country-GT",
    ]


def test_two_people_write_two_sections_at_once(world, report):
    save(world, report, "introduction", "Hola.")
    save(world, report, "activity-1.1", "Dos mesas.", language="en")

    assert texts(report) == {
        "introduction": ("Hola.", "es", 2),
        "activity-1.1": ("Dos mesas.", "en", 2),
    }
    assert AnnualReport.objects.get().version == 3


def test_one_section_is_not_overwritten_unseen(world, report):
    save(world, report, "introduction", "La primera.")

    with pytest.raises(Stale) as stale:
        save(world, report, "introduction", "La segunda.")

    assert (stale.value.saved.text, stale.value.saved.version) == ("La primera.", 2)
    assert stale.value.saved.saved_by == world.secretariat.user
    assert texts(report) == {"introduction": ("La primera.", "es", 2)}


def test_saving_the_same_again_changes_no_version(world, report):
    save(world, report, "introduction", "Hola.")
    save(world, report, "introduction", "Hola.", version=2)

    assert texts(report) == {"introduction": ("Hola.", "es", 2)}
    assert AnnualReport.objects.get().version == 2


def test_the_same_choices_sent_twice_are_no_conflict(world, report):
    report.erratum = "Un dato."
    first = annual.save_choices(report, version=1, by=world.secretariat)
    again = annual.save_choices(report, version=1, by=world.secretariat)

    assert (first.version, again.version, again.erratum) == (2, 2, "Un dato.")
    report.erratum = "Otro dato."
    with pytest.raises(Stale):
        annual.save_choices(report, version=1, by=world.secretariat)


@pytest.mark.parametrize("section", ["activity-9.9", "axis-7", "country-XX", "", "erratum"])
def test_a_section_that_the_report_does_not_have_is_refused(world, report, section):
    with pytest.raises(AnnualError, match="no tiene esa parte"):
        save(world, report, section, "Hola.")

    assert texts(report) == {}


def test_a_new_edition_begins_with_the_words_and_highlights_of_the_last(
    world, activity, report, monkeypatch
):
    quick_files(monkeypatch)
    entry = world.entry("HN", activity, progress="Dos mesas.")
    save(world, report, "introduction", "Hola.", language="en")
    annual.highlight(report, entry, by=world.secretariat)
    report.refresh_from_db()
    annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")

    second = annual.start_annual(world.plan, 2025, by=world.secretariat)

    assert texts(second) == {"introduction": ("Hola.", "en", 1)}
    assert [one.entry for one in second.highlights.all()] == [entry]
    assert (second.edition, second.state, second.version) == (2, "composing", 1)


# Highlights


def test_only_words_of_validated_reports_of_the_year_are_chosen(world, activity, report):
    chosen = world.entry("HN", activity, progress="Dos mesas.")
    wrong = [
        world.entry("GT", activity, progress=""),
        world.entry("HN", activity, "2024-2", progress="El año antes."),
    ]
    world.report("GT", "2025-2", submitted=True)
    wrong.append(world.entry("GT", activity, "2025-2", progress="Sin validar."))

    annual.highlight(report, chosen, by=world.secretariat)
    annual.highlight(report, chosen, by=world.secretariat)

    for entry in wrong:
        with pytest.raises(AnnualError, match="Solo se destacan avances"):
            annual.highlight(report, entry, by=world.secretariat)
    assert [one.entry for one in report.highlights.all()] == [chosen]
    assert AnnualReport.objects.get().version == 2


def test_no_more_than_six_are_chosen_and_one_makes_place_for_another(world, activity, report):
    codes = [f"1.{n}" for n in range(2, MOST_HIGHLIGHTS + 3)]
    entries = [world.entry("HN", world.activity(code), progress="Se hizo.") for code in codes]
    for entry in entries[:MOST_HIGHLIGHTS]:
        annual.highlight(report, entry, by=world.secretariat)

    with pytest.raises(AnnualError, match="Ya hay 6 destacados"):
        annual.highlight(report, entries[-1], by=world.secretariat)
    annual.drop_highlight(report, entries[0], by=world.secretariat)
    annual.drop_highlight(report, entries[0], by=world.secretariat)
    annual.highlight(report, entries[-1], by=world.secretariat)

    assert [one.entry for one in report.highlights.all()] == entries[1:]


def test_only_the_secretariat_chooses(world, activity, report):
    entry = world.entry("HN", activity, progress="Dos mesas.")

    for verb in (annual.highlight, annual.drop_highlight):
        with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
            verb(report, entry, by=world.presidency)
    assert not report.highlights.exists()


# What each section still lacks


def lacks(report) -> dict:
    return {
        line.section.key: line.lacks
        for group in desk.groups_of(report)
        for line in group.lines
        if line.section.key in ("introduction", "axis-1", "activity-1.1", "country-HN")
    }


def test_each_section_says_what_it_lacks(world, activity, report):
    assert lacks(report) == {
        "introduction": ["sin texto"],
        "axis-1": ["sin texto"],
        "activity-1.1": ["sin texto", "nadie tiene avances validados"],
        "country-HN": ["sin texto", "nadie tiene avances validados"],
    }

    world.entry("HN", activity, progress="Dos mesas.")
    for section in lacks(report):
        save(world, report, section, "Escrito.")

    assert lacks(report) == dict.fromkeys(lacks(report), [])


def test_a_text_is_behind_what_was_validated_after_it(world, activity, report):
    world.entry("HN", activity, progress="Dos mesas.")
    for section in ("introduction", "axis-1", "activity-1.1", "country-HN"):
        save(world, report, section, "Escrito.")
    later = timezone.now() + datetime.timedelta(days=1)
    ProgressReport.objects.update(validated_at=later)

    behind = ["se validó algo después de escribirla"]
    assert lacks(report) == {
        "introduction": [],
        "axis-1": behind,
        "activity-1.1": behind,
        "country-HN": behind,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sections_asks_the_same_for_any_number(world, report, count):
    for n in range(count):
        entry = world.entry("HN", world.activity(f"1.{n + 2}"), progress="Se hizo.")
        annual.highlight(report, entry, by=world.secretariat)
        save(world, report, f"activity-1.{n + 2}", "Se hizo.")

    with asked() as statements:
        groups = desk.groups_of(report)

    assert sum(group.written for group in groups) == count
    assert len(statements) == 5


# The countries' own words


def section(report, key):
    return next(one for one in sections_of(report.plan, report.year) if one.key == key)


def said(report, key) -> list[tuple]:
    return [
        (one.who, one.semester, one.entry.activity.code, dict(one.said), one.is_highlight)
        for one in material.words_for(report, section(report, key))
    ]


def test_a_section_has_the_words_of_the_validated_reports_beside_it(world, activity, report):
    told = world.entry("HN", activity, progress="Dos mesas.", obstacles="Faltó sede.")
    other = world.activity("1.2")
    world.entry("HN", other, progress="Un foro.", approaches_how="Con enfoque de género.")
    world.entry("HN", activity, "2024-2", progress="El año antes.")
    world.report("GT", submitted=True)
    world.entry("GT", activity, progress="Sin validar.")
    annual.highlight(report, told, by=world.secretariat)

    first = {"Avances": "Dos mesas.", "Obstáculos": "Faltó sede."}
    assert said(report, "activity-1.1") == [("Honduras", "2025-1", "1.1", first, True)]
    assert said(report, "country-HN") == [
        ("Honduras", "2025-1", "1.1", first, True),
        ("Honduras", "2025-1", "1.2", {"Avances": "Un foro."}, False),
    ]
    assert said(report, "country-GT") == []
    assert said(report, "challenges") == [
        ("Honduras", "2025-1", "1.1", {"Obstáculos": "Faltó sede."}, True)
    ]
    how = {"Cómo se aplicaron": "Con enfoque de género."}
    assert said(report, "approaches") == [("Honduras", "2025-1", "1.2", how, False)]
    assert said(report, "introduction") == []


def test_an_activity_has_its_rows_of_the_year_late_ones_included(world, activity, report):
    measure = MeasureFactory(activity=activity, name="Mesas")
    row = world.record("HN", activity, title="En su semestre")
    row.figures.create(measure=measure, number=3)
    world.record("HN", activity, "2024-2", title="Del año antes")
    world.record("HN", activity, "2026-1", title="Tardía", is_late=True, ended_on="2025-05-02")

    with asked() as statements:
        rows = material.rows_for(report, section(report, "activity-1.1"))

    assert [(one.who, one.record.title, one.values) for one in rows] == [
        ("Honduras", "En su semestre", [("Mesas", "3")]),
        ("Honduras", "Tardía", []),
    ]
    assert len(statements) == 3 + 2  # the sections too
    assert material.rows_for(report, section(report, "country-HN")) == []


def test_what_is_written_is_what_is_printed_with_its_language(world, activity, report):
    entry = world.entry("HN", activity, progress="We met.", language="en")
    report = write(report, by=world.secretariat, introduction="Hola.", challenges=" ")
    annual.highlight(report, entry, by=world.secretariat)

    content = annual.summarise_report(report, whole=False)

    assert content["texts"] == {"introduction": {"text": "Hola.", "language": "es"}}
    assert [(one["code"], one["text"], one["language"]) for one in content["highlights"]] == [
        ("HN", "We met.", "en")
    ]
