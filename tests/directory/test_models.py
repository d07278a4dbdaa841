import pytest

from corett.directory.models import Institution
from tests.database import refused
from tests.factories import InstitutionFactory, MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_country_has_each_institution_once_in_whatever_case():
    first = InstitutionFactory(name="Ministerio")
    second = InstitutionFactory(country=first.country, name="Instituto")

    assert refused(Institution.objects.filter(pk=second.pk), name="MINISTERIO")
    assert not refused(Institution.objects.filter(pk=second.pk), name="Otra")


def test_two_countries_may_have_institutions_of_the_same_name():
    first, second = InstitutionFactory(name="Fiscalía"), InstitutionFactory()

    assert not refused(Institution.objects.filter(pk=second.pk), name=first.name)


def test_an_international_institution_exists_once():
    InstitutionFactory(country=None, name="Organismo")
    second = InstitutionFactory(country=None, name="Otro organismo")

    assert refused(Institution.objects.filter(pk=second.pk), name="ORGANISMO")


@pytest.fixture
def institutions():
    ours = InstitutionFactory(name="A nuestra", is_public=False)
    theirs = InstitutionFactory(name="B ajena")
    hidden = InstitutionFactory(name="C ajena reservada", is_public=False)
    international = InstitutionFactory(name="D internacional", country=None)
    return ours, theirs, hidden, international


def test_a_country_may_name_its_own_institutions_and_the_international_ones(institutions):
    ours, _theirs, _hidden, international = institutions

    assert list(Institution.objects.available_to(ours.country)) == [ours, international]


def test_who_has_no_country_may_name_all(institutions):
    secretariat = StakeholderFactory(secretariat=True)

    assert list(Institution.objects.available_to(secretariat)) == list(institutions)


def test_a_liaison_sees_its_own_institutions_and_the_public_ones(institutions):
    ours, theirs, _hidden, international = institutions
    liaison = MembershipFactory(stakeholder=ours.country).user

    assert list(Institution.objects.visible_to(liaison)) == [ours, theirs, international]


def test_the_secretariat_sees_every_institution(institutions):
    editor = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user

    assert list(Institution.objects.visible_to(editor)) == list(institutions)


def test_a_person_without_membership_sees_the_public_ones(institutions):
    _ours, theirs, _hidden, international = institutions

    assert list(Institution.objects.visible_to(UserFactory())) == [theirs, international]


@pytest.mark.parametrize("values", [{"type": "lost"}, {"sector": "public"}])
def test_an_institution_has_a_known_type_and_sector(values):
    InstitutionFactory()

    assert refused(Institution.objects.all(), **values)


def test_an_observer_names_only_what_may_be_published_and_the_coordination_all(institutions):
    ours, theirs, hidden, international = institutions

    observer = Institution.objects.available_to(StakeholderFactory(observer=True))
    coordination = Institution.objects.available_to(StakeholderFactory(secretariat=True))

    assert set(observer) == {theirs, international}
    assert set(coordination) == {ours, theirs, hidden, international}
