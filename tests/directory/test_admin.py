import pytest
from django.urls import reverse

from corett.directory.models import Institution
from tests.admin_pages import errors, filled
from tests.factories import InstitutionFactory, MembershipFactory, StakeholderFactory
from tests.spreadsheets import export, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user)
    return client


def test_an_institution_belongs_to_a_country_or_to_none(office):
    country = StakeholderFactory(code="HN")
    observer = StakeholderFactory(observer=True)

    page = office.get(reverse("admin:directory_institution_add"))

    offered = page.context["adminform"].form.fields["country"].queryset
    assert list(offered) == [country]
    assert observer not in offered


def test_an_institution_is_marked_as_not_to_be_published(office):
    institution = InstitutionFactory()
    address = reverse("admin:directory_institution_change", args=[institution.pk])
    data = filled(office.get(address))
    del data["is_public"]

    office.post(address, data)

    institution.refresh_from_db()
    assert not institution.is_public


def test_a_second_institution_of_the_same_name_is_refused_with_a_sentence(office):
    institution = InstitutionFactory(name="Ministerio")
    address = reverse("admin:directory_institution_add")

    response = office.post(
        address,
        {
            **filled(office.get(address)),
            "country": institution.country.pk,
            "name": "MINISTERIO",
        },
    )

    assert errors(response) == ["Esta institución ya está en el directorio del país."]
    assert Institution.objects.count() == 1


def test_the_directory_is_taken_away_with_codes_and_words(office):
    InstitutionFactory(country=StakeholderFactory(code="HN"), name="A", is_public=False)
    InstitutionFactory(country=None, name="B", type="international")

    assert rows(export(office, "directory_institution", "xlsx"), "xlsx") == [
        ["País", "Nombre", "Tipo", "Sector", "Se puede publicar"],
        ["HN", "A", "Institución pública", "Otro", "no"],
        [None, "B", "Organismo internacional", "Otro", "sí"],
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_name_of_an_institution_is_never_calculated(office, kind):
    InstitutionFactory(name="=1+1")

    _heading, row = rows(export(office, "directory_institution", kind), kind)

    assert row[1] == "'=1+1"


def test_an_export_without_a_format_is_refused_with_a_sentence(office):
    response = office.post(reverse("admin:directory_institution_export"), {"format": ""})

    assert response.status_code == 200
    assert "Este campo es obligatorio." in response.content.decode()
