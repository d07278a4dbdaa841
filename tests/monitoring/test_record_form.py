"""What a person may type wrong in a row: each gets a sentence beside its field."""

import datetime
import uuid

import pytest
from django.http import QueryDict

from monitoring.forms.records import RecordForm, new_record
from monitoring.models import Record
from monitoring.records import NewInstitution, add_record
from plan.models import CountedFrom, Kind
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory()


def asked(entry, kind, **fields):
    return MeasureFactory(activity=entry.activity, kind=kind, **fields)


def filled(entry, instance=None, **typed) -> RecordForm:
    data = {
        "title": "Taller",
        "ended_on": "2025-03-01",
        "quantity": "1",
        "scope": "national",
        "version": "1",
        "key": str(uuid.uuid4()),
        **{name.replace("__", "-"): value for name, value in typed.items()},
    }
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return RecordForm(posted, instance=instance or new_record(), entry=entry)


def errors(form: RecordForm) -> dict[str, list[str]]:
    form.is_valid()
    return {name: list(messages) for name, messages in form.errors.items()}


def test_a_plain_row_is_accepted(entry):
    assert errors(filled(entry)) == {}


@pytest.mark.parametrize(
    ("ended_on", "is_late", "field", "sentence"),
    [
        ("2024-12-31", "", "ended_on", "marque abajo que es de un semestre anterior"),
        ("2025-07-01", "", "ended_on", "infórmela en el semestre en que terminó"),
        ("2024-06-30", "on", "ended_on", "antes de que empezara el plan"),
        ("2025-03-01", "on", "is_late", "quite esta marca"),
        ("2099-01-01", "", "ended_on", "está en el futuro"),
        ("ayer", "", "ended_on", "Escriba una fecha"),
        ("0000-00-00", "", "ended_on", "Escriba una fecha"),
    ],
)
def test_a_date_outside_the_semester_says_what_to_do(entry, ended_on, is_late, field, sentence):
    found = errors(filled(entry, ended_on=ended_on, is_late=is_late))

    assert list(found) == [field]
    assert sentence in found[field][0]


def test_a_forgotten_row_is_accepted_as_late(entry):
    assert errors(filled(entry, ended_on="2024-12-31", is_late="on")) == {}


def test_a_row_does_not_end_before_it_starts(entry):
    found = errors(filled(entry, started_on="2025-03-02"))

    assert found == {"started_on": ["La acción no puede terminar antes de empezar."]}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("doce", "Escriba un número entero"),
        ("1.000", "sin puntos ni comas"),
        ("1,000", "sin puntos ni comas"),
        ("1.5", "Escriba un número entero"),
        ("-1", "Escriba 0 o más."),
        ("9" * 30, "demasiado grande"),
        ("NaN", "Escriba un número entero"),
    ],
)
def test_a_wrong_number_stays_with_its_sentence(entry, typed, sentence):
    asked(entry, Kind.PEOPLE)
    form = filled(entry, **{"medida-a-women": typed})

    found = errors(form)

    assert list(found) == ["medida-a-women"]
    assert sentence in found["medida-a-women"][0]
    assert form["medida-a-women"].value() == typed


def test_blank_is_not_zero(entry):
    measure = asked(entry, Kind.PEOPLE)
    form = filled(entry, **{"medida-a-women": "", "medida-a-men": "0"})

    assert form.is_valid()
    assert [(f.measure, f.category, f.number) for f in form.values] == [(measure, "men", 0)]


def test_under_18_are_part_of_the_people(entry):
    asked(entry, Kind.PEOPLE)

    found = errors(filled(entry, **{"medida-a-women": "2", "medida-a-under_18": "3"}))

    assert found == {"medida-a-under_18": ["Hay más menores de 18 años que personas en total."]}


def test_a_value_of_an_unknown_measure_is_said_and_not_saved(entry):
    asked(entry, Kind.PEOPLE)

    found = errors(filled(entry, **{"medida-z-total": "5"}))

    assert "no es de esta actividad" in found["__all__"][0]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (Kind.DELIVERABLE, {"medida-a-stage": "approved"}, "aprobado y difundido"),
        (Kind.REGISTRY, {"medida-a-current": "no"}, "no está al día"),
        (Kind.REACH, {"medida-a-website": "10"}, "10 página web"),
        (
            Kind.AMOUNT,
            {
                "medida-a-amount": "100",
                "medida-a-currency": "USD",
                "medida-a-source": "Donante",
                "medida-a-status": "received",
            },
            "100 USD (USD 100), recibido, de Donante",
        ),
    ],
)
def test_each_kind_makes_its_value(entry, kind, typed, expected):
    asked(entry, kind)
    form = filled(entry, **typed)

    assert form.is_valid(), form.errors
    assert [str(value) for value in form.values] == [expected]


def test_an_amount_needs_its_source(entry):
    asked(entry, Kind.AMOUNT)

    found = errors(
        filled(
            entry,
            **{
                "medida-a-amount": "100",
                "medida-a-currency": "HNL",
                "medida-a-status": "received",
            },
        )
    )

    assert set(found) == {"medida-a-usd", "medida-a-source"}


def test_dollars_are_dollars(entry):
    asked(entry, Kind.AMOUNT)

    found = errors(
        filled(
            entry,
            **{
                "medida-a-amount": "100",
                "medida-a-usd": "90",
                "medida-a-currency": "USD",
                "medida-a-source": "Donante",
                "medida-a-status": "received",
            },
        )
    )

    assert set(found) == {"medida-a-usd"}


def test_what_is_counted_from_rows_asks_nothing(entry):
    asked(entry, Kind.COUNT)
    asked(entry, Kind.COUNT, counted_from=CountedFrom.COUNTRIES)
    asked(entry, Kind.INSTITUTIONS)

    groups = filled(entry).measure_groups

    assert [group["fields"] for group in groups] == [[], [], []]
    assert all(group["hint"] for group in groups)


@pytest.mark.parametrize("name", ["x" * 251, "con\0nulo"])
def test_an_impossible_name_of_an_institution_is_refused(entry, name):
    assert "institutions" in errors(filled(entry, institutions=[name]))


@pytest.mark.parametrize("typed", ["", "x"])
def test_a_page_without_its_key_says_so_in_spanish(entry, typed):
    assert "La página llegó incompleta" in errors(filled(entry, key=typed))["key"][0]


def test_only_the_institutions_of_the_country_and_the_international_ones_are_offered(entry):
    InstitutionFactory(country=entry.report.stakeholder, name="Fiscalía nacional")
    InstitutionFactory(country=None, name="Organismo regional")
    InstitutionFactory(name="Albergue del país vecino")

    form = filled(entry, institutions=["Albergue del país vecino"])

    assert form.directory.labels == ["Fiscalía nacional", "Organismo regional"]
    assert "no está en el directorio: diga abajo qué es" in errors(form)["institutions"][0]


def test_an_institution_is_known_by_its_name_however_it_is_written(entry):
    known = InstitutionFactory(country=entry.report.stakeholder, name="Ministerio Público")

    form = filled(entry, institutions=["ministerio  PÚBLICO", "", "Ministerio Público"])

    assert errors(form) == {}
    assert (form.parts().institutions, form.parts().new_institutions) == ([known], [])


def test_a_name_like_one_that_stands_is_asked_about_before_a_new_one_is_made(entry):
    known = InstitutionFactory(country=entry.report.stakeholder, name="Ministerio Público")

    form = filled(entry, institutions=["Min. Público"])

    assert "se parece a «Ministerio Público»" in errors(form)["institutions"][0]
    [newcomer] = form.newcomers
    assert [label for _value, label in newcomer.fields["same"].choices] == [
        "Ministerio Público",
        "No: es otra",
    ]
    same = filled(
        entry,
        institutions=["Min. Público"],
        **{"nueva-0-name": "Min. Público", "nueva-0-same": str(known.pk)},
    )
    assert errors(same) == {}
    assert same.parts().institutions == [known]


def test_another_one_is_made_once_its_type_and_sector_are_said(entry):
    InstitutionFactory(country=entry.report.stakeholder, name="Ministerio Público")
    said = {"nueva-0-name": "Min. Público", "nueva-0-same": "new"}

    without_type = filled(entry, institutions=["Min. Público"], **said)
    whole = filled(
        entry,
        institutions=["Min. Público"],
        **said,
        **{"nueva-0-type": "public", "nueva-0-sector": "justice"},
    )

    assert "institutions" in errors(without_type)
    assert errors(whole) == {}
    assert whole.parts().new_institutions == [
        NewInstitution(name="Min. Público", type="public", sector="justice")
    ]


def test_what_was_said_of_a_new_one_stays_when_another_name_is_taken_away(entry):
    form = filled(
        entry,
        institutions=["Segunda"],
        **{
            "nueva-0-name": "Primera",
            "nueva-1-name": "Segunda",
            "nueva-1-type": "academia",
            "nueva-1-sector": "education",
        },
    )

    assert errors(form) == {}
    assert form.parts().new_institutions == [
        NewInstitution(name="Segunda", type="academia", sector="education")
    ]


def test_the_coordination_reads_the_country_beside_each_name():
    entry = EntryFactory(report__stakeholder=StakeholderFactory(secretariat=True))
    country = StakeholderFactory(name="Honduras")
    honduran = InstitutionFactory(country=country, name="Ministerio Público")
    InstitutionFactory(country=StakeholderFactory(name="Panamá"), name="Ministerio Público")

    form = filled(entry, institutions=["Ministerio Público (Honduras)"])

    assert errors(form) == {}
    assert form.parts().institutions == [honduran]


def test_more_boxes_are_given_without_judging_or_losing_what_is_typed(entry):
    form = filled(entry, title="", institutions=["Una", "Otra"]).unsaved()

    shown = str(form["institutions"])

    assert not form.errors
    assert shown.count('<input type="text"') == 2 + 12
    assert 'value="Una"' in shown


def test_an_edited_row_keeps_its_key(entry):
    record = RecordFactory(entry=entry)
    other = RecordFactory()

    form = filled(entry, instance=record, key=str(other.key))

    assert form.is_valid()
    assert form.row().key == Record.objects.get(pk=record.pk).key


def test_a_key_that_another_row_used_makes_way(entry):
    other = RecordFactory()

    form = filled(entry, key=str(other.key))

    assert form.is_valid()
    assert form.row().key != other.key


def test_the_form_of_a_stored_row_shows_what_it_holds(entry):
    asked(entry, Kind.PEOPLE)
    typed = filled(entry, **{"medida-a-women": "7"})
    assert typed.is_valid()

    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    record = add_record(typed.row(), parts=typed.parts(), by=member)

    form = RecordForm(instance=record, entry=entry)

    assert form["medida-a-women"].initial == 7
    assert form["medida-a-men"].initial is None
    assert form["ended_on"].initial == datetime.date(2025, 3, 1)
