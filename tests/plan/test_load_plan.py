from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from corett.accounts.models import Stakeholder
from corett.management.commands import load_plan
from plan.models import (
    Activity,
    Axis,
    GlossaryTerm,
    GuidingApproach,
    Indicator,
    Kind,
    Measure,
    Objective,
    Plan,
    PlanEdition,
    Responsibility,
    ScheduleCell,
    Scope,
    Semester,
    Target,
)
from risks.models import Level, Mitigation, Risk, RiskType
from tests.factories import StakeholderFactory

NINE = ["BZ", "CR", "SV", "GT", "HN", "MX", "NI", "PA", "DO"]
COMPOUND = [
    "1.1",
    "2.3",
    "3.3",
    "3.4",
    "3.5",
    "4.1",
    "4.2",
    "5.2",
    "5.4",
    "6.1",
    "6.3",
    "9.1",
    "10.3",
    "12.2",
]


def load() -> str:
    output = StringIO()
    call_command("load_plan", stdout=output)
    return output.getvalue()


def codes(activities) -> list[str]:
    return [activity.code for activity in activities]


def test_the_whole_plan_is_loaded(loaded_plan):
    rows = [Axis, Objective, Activity, Indicator, Semester, RiskType, Risk]
    rows += [GuidingApproach, GlossaryTerm, Stakeholder]

    assert {model.__name__: model.objects.count() for model in rows} == {
        "Axis": 4,
        "Objective": 12,
        "Activity": 30,
        "Indicator": 30,
        "Semester": 9,
        "RiskType": 5,
        "Risk": 14,
        "GuidingApproach": 8,
        "GlossaryTerm": 9,
        "Stakeholder": 19,
    }


def test_no_cell_of_the_cronograma_is_invented(loaded_plan):
    assert ScheduleCell.objects.count() == 0


def test_the_stakeholders_are_those_of_the_chapter_on_monitoring(loaded_plan):
    assert list(Stakeholder.objects.values_list("code", "kind")) == [
        ("PRES", "presidency"),
        ("ST", "secretariat"),
        *((code, "country") for code in NINE),
        ("OIM", "observer"),
        ("UNODC", "observer"),
        ("SICA", "observer"),
        ("ECPAT", "observer"),
        ("POZO-DE-VIDA", "observer"),
        ("SAVE-THE-CHILDREN", "observer"),
        ("DONANTES", "donor"),
        ("SOCIEDAD-CIVIL", "civil_society"),
    ]
    assert Stakeholder.objects.get(code="DO").name_en == "Dominican Republic"
    assert not Stakeholder.objects.filter(name_en="").exists()


def answered_by(code: str) -> list[str]:
    return codes(Activity.objects.answered_by(Stakeholder.objects.get(code=code)))


def test_each_party_answers_the_activities_in_which_it_is_printed(loaded_plan):
    everything = codes(Activity.objects.all())

    for code in ("PRES", "ST"):
        assert answered_by(code) == [activity for activity in everything if activity != "11.2"]
    for code in NINE:
        assert answered_by(code) == [
            activity for activity in everything if activity not in ("5.1", "11.1")
        ]
    assert answered_by("OIM") == ["3.4", "9.1"]
    assert answered_by("UNODC") == ["3.4", "6.1", "6.2", "7.1", "9.1"]
    assert answered_by("SICA") == []


def test_six_activities_print_no_role_and_the_others_one_for_each_clause(loaded_plan):
    without_role = Activity.objects.filter(responsibilities__role="")
    with_roles = Activity.objects.exclude(responsibilities__role="")

    assert codes(without_role) == ["3.3", "10.3", "11.1", "11.2", "11.3", "12.2"]
    assert len(with_roles) == 24


def test_the_indicators_hold_51_measures_and_one_more_that_the_diplomado_implies(loaded_plan):
    measures = Measure.objects.all()
    by_activity = Counter(measure.code.rsplit(".", 1)[0] for measure in measures)
    proposed = [measure.code for measure in measures if measure.is_proposed]

    assert len(measures) == 51 + 1
    assert [code for code, count in by_activity.items() if count > 1] == COMPOUND
    assert len(by_activity) == 30
    assert proposed == ["3.5.d", "7.1.a"]


def measures_with(**conditions) -> list[str]:
    return [measure.code for measure in Measure.objects.filter(**conditions)]


def test_measures_of_every_kind_and_scope_occur(loaded_plan):
    assert Counter(measure.kind for measure in Measure.objects.all()) == {
        Kind.COUNT: 23,
        Kind.PEOPLE: 9,
        Kind.INSTITUTIONS: 5,
        Kind.DELIVERABLE: 9,
        Kind.REGISTRY: 3,
        Kind.AMOUNT: 1,
        Kind.REACH: 2,
    }
    assert {measure.scope for measure in Measure.objects.all()} == set(Scope)
    assert measures_with(kind=Kind.DELIVERABLE) == (
        ["3.5.d", "5.1.a", "5.2.a", "5.2.b", "5.3.a", "6.1.a", "6.1.b", "10.2.a", "12.1.a"]
    )
    assert measures_with(kind=Kind.REGISTRY) == ["3.2.a", "8.1.a", "11.2.a"]
    assert measures_with(kind=Kind.AMOUNT) == ["11.1.a"]
    assert measures_with(kind=Kind.REACH) == ["10.3.b", "12.2.b"]


def test_what_exists_once_for_the_region_is_reported_once(loaded_plan):
    regional = measures_with(scope=Scope.REGIONAL)
    by_coordination = measures_with(reported_by="coordination")
    by_host = measures_with(reported_by="host")

    assert by_coordination == [
        "5.1.a",
        "5.2.a",
        "5.2.b",
        "6.1.a",
        "6.1.b",
        "10.2.a",
        "11.1.a",
        "12.1.a",
    ]
    assert by_host == ["3.5.a", "3.5.b", "3.5.c", "3.5.d"]
    assert regional == sorted(by_coordination + by_host, key=order_of_code)
    assert measures_with(reported_by="both") == (
        ["3.3.b", "5.3.a", "10.3.a", "10.3.b", "11.3.a", "12.2.b"]
    )


def order_of_code(code: str) -> tuple:
    objective, activity, letter = code.split(".")
    return int(objective), int(activity), letter


def test_counts_say_what_they_are_counted_from_and_people_by_sex(loaded_plan):
    assert measures_with(counted_from="figures") == (
        ["3.3.b", "4.1.b", "4.2.b", "10.3.a", "12.2.a"]
    )
    assert measures_with(counted_from="countries") == ["3.5.c"]
    assert {measure.breakdown for measure in Measure.objects.filter(kind=Kind.PEOPLE)} == {"sex"}
    assert measures_with(breakdown="modality") == ["2.1.a"]
    assert measures_with(breakdown="scope") == ["1.2.a", "3.1.a"]
    assert measures_with(breakdown="channel") == ["10.3.b", "12.2.b"]


YEARLY = [(code, year, 1) for code in NINE for year in range(2024, 2029)]
EACH_COUNTRY = [(code, None, 1) for code in NINE]
REGION = [(None, None, 1)]
IMPLIED = {
    "2.1.a": EACH_COUNTRY,
    "2.2.a": EACH_COUNTRY,
    "3.2.a": YEARLY,
    "3.3.a": YEARLY,
    "3.5.d": REGION,
    "5.1.a": REGION,
    "5.2.a": REGION,
    "5.2.b": REGION,
    "5.3.a": REGION + EACH_COUNTRY,
    "6.1.a": REGION,
    "6.1.b": REGION,
    "6.2.a": YEARLY,
    "8.1.a": YEARLY,
    "10.1.a": EACH_COUNTRY,
    "10.2.a": REGION,
    "11.2.a": EACH_COUNTRY,
    "12.1.a": REGION,
}


def test_only_the_targets_that_the_text_implies_are_proposed(loaded_plan):
    loaded: dict[str, list] = {}
    for target in Target.objects.select_related("stakeholder", "measure__indicator__activity"):
        whose = target.stakeholder.code if target.stakeholder else None
        loaded.setdefault(target.measure.code, []).append((whose, target.year, target.value))

    assert {code: Counter(targets) for code, targets in loaded.items()} == {
        code: Counter(targets) for code, targets in IMPLIED.items()
    }
    assert set(Target.objects.values_list("state", "source")) == {("proposed", "implied")}


def test_each_target_quotes_the_words_that_imply_it(loaded_plan):
    notes = Target.objects.values_list(
        "source_note",
        "measure__indicator__activity__statement",
        "measure__indicator__statement",
    )
    for note, activity, indicator in set(notes):
        quotes = [opened.split("»")[0] for opened in note.split("«")[1:]]
        assert quotes
        assert [quote for quote in quotes if quote not in activity + indicator] == []


def test_the_risks_are_mitigated_by_activities_of_the_plan(loaded_plan):
    mitigations = [
        f"{mitigation}{' en parte' if mitigation.is_partial else ''}"
        for mitigation in Mitigation.objects.select_related("risk", "activity")
    ]

    assert mitigations == [
        "R2 · 3.2",
        "R3 · 10.2 en parte",
        "R4 · 1.2",
        "R5 · 8.1",
        "R5 · 9.1",
        "R6 · 10.2 en parte",
        "R7 · 5.1",
        "R8 · 2.2 en parte",
        "R9 · 11.2",
        "R11 · 5.1",
        "R12 · 11.1",
        "R12 · 11.3",
        "R13 · 1.1",
        "R13 · 1.2",
        "R14 · 1.2",
        "R14 · 2.1",
        "R14 · 3.1",
        "R14 · 3.5",
        "R14 · 4.1",
    ]
    assert Risk.objects.filter(level=Level.HIGH).count() == 8
    assert Risk.objects.filter(level=Level.MEDIUM).count() == 6


@pytest.mark.django_db
def test_loading_says_what_it_did_and_publishes_edition_1():
    assert load() == "Se cargó el plan tim-2024-2028 y se publicó su edición 1.\n"

    edition = PlanEdition.objects.get()
    assert (edition.number, edition.reason, edition.published_by) == (
        1,
        "Carga del plan aprobado",
        None,
    )


def test_loading_again_changes_nothing_and_says_so(loaded_plan):
    Activity.objects.filter(code="1.1").update(statement="Texto que corrigió la Secretaría.")
    Target.objects.filter(measure__indicator__activity__code="6.2").delete()

    assert load() == "El plan tim-2024-2028 ya estaba cargado; no se cambió nada.\n"

    assert Activity.objects.get(code="1.1").statement == "Texto que corrigió la Secretaría."
    assert not Target.objects.filter(measure__indicator__activity__code="6.2").exists()
    assert Activity.objects.count() == 30
    assert PlanEdition.objects.count() == 1


@pytest.mark.django_db
def test_a_stakeholder_that_was_there_before_the_plan_keeps_its_name():
    StakeholderFactory(code="HN", name="República de Honduras")

    load()

    assert Stakeholder.objects.get(code="HN").name == "República de Honduras"
    assert Stakeholder.objects.count() == 19


@pytest.mark.django_db
def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch):
    monkeypatch.setattr(load_plan, "FIXTURES", ["stakeholders", "plan", "no-existe"])

    with pytest.raises(FileNotFoundError):
        load()

    assert not Plan.objects.exists()
    assert not Stakeholder.objects.exists()


def test_each_loaded_row_has_its_first_version_by_nobody(loaded_plan):
    activity = loaded_plan.activities.get(code="2.3")

    first = activity.history.get()

    assert first.statement == activity.statement
    assert (first.history_user, first.history_change_reason) == (None, "Carga del plan aprobado")
    for responsibility in Responsibility.objects.all():
        kept = responsibility.history.first().stakeholders.values_list("stakeholder", flat=True)
        assert set(kept) == {row.pk for row in responsibility.stakeholders.all()}


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_is_told_how_to():
    MigrationRecorder(connection).migration_qs.filter(app="risks").delete()

    with pytest.raises(CommandError, match="ejecute antes «python manage.py migrate»"):
        load()

    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_the_fixtures_can_also_be_loaded_by_djangos_own_command():
    call_command("loaddata", *load_plan.FIXTURES, verbosity=0)

    assert Measure.objects.count() == 52
    assert Mitigation.objects.count() == 19
