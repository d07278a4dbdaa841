"""What anybody may read of the annual reports, and what nobody may."""

import hashlib
import re

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse

from monitoring import annual
from monitoring.models import AnnualReport
from tests.annual import quick_pdf, write
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.monitoring.annual.published import alter, make_published
from tests.monitoring.annual_world import make_reported_world
from tests.queries import MOST, asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

YEAR = "tim-2024-2028/2025"
LIST = "/seguimiento/informes-anuales/"
FEED = f"{LIST}novedades.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ["informe-es.pdf", "informe-en.pdf", "datos-es.xlsx", "informe-hn-es.pdf", "datos.json"]


@pytest.fixture
def world(monkeypatch):
    quick_pdf(monkeypatch)
    return make_reported_world()


def start(world, **values) -> AnnualReport:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    return write(report, by=world.secretariat, **values)


def url(name, *more, edition=1) -> str:
    return reverse(f"monitoring:annual_{name}", args=["tim-2024-2028", 2025, edition, *more])


def addresses_of_files(edition=1) -> list[str]:
    one_by_one = [url("file", name, edition=edition) for name in FILES]
    return [*one_by_one, url("download", edition=edition), url("data", edition=edition)]


def people(world) -> dict:
    return {
        "anyone": None,
        "without_hat": UserFactory(),
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        "country": MembershipFactory(stakeholder=world.countries["HN"]).user,
        "evaluator": MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user,
        "presidency": world.presidency.user,
        "secretariat": world.secretariat.user,
    }


def statuses(client, world, addresses) -> dict[str, set[int]]:
    """What each person gets from these addresses."""
    found = {}
    for who, user in people(world).items():
        client.logout()
        if user:
            client.force_login(user)
        found[who] = {status(client.get(address)) for address in addresses}
    return found


def status(response) -> int:
    """Reads a file to its end, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def page(client, address) -> str:
    return client.get(address).content.decode()


# Who reads what


def test_an_edition_for_everyone_is_read_and_downloaded_without_an_account(client, world):
    make_published(world)

    found = statuses(client, world, [url("detail"), *addresses_of_files()])

    assert set(map(frozenset, found.values())) == {frozenset({200})}


def test_an_edition_for_the_partes_interesadas_is_404_for_everybody_else(client, world):
    make_published(world, audience="stakeholders")

    assert statuses(client, world, [url("detail"), *addresses_of_files()]) == {
        "anyone": {404},
        "without_hat": {404},
        "observer": {200},
        "country": {200},
        "evaluator": {200},
        "presidency": {200},
        "secretariat": {200},
    }
    client.logout()
    assert "Informe anual 2025" not in page(client, LIST)
    assert "Informe anual 2025" not in page(client, reverse("home"))


def test_nothing_of_a_draft_is_reached_from_the_public_pages(client, world):
    make_published(world)
    start(world, erratum="Corrige.")

    found = statuses(client, world, [url("detail", edition=2), *addresses_of_files(2)])
    files = [url("file", name, edition=2) for name in FILES]
    desk = statuses(client, world, [*files, url("data", edition=2)])

    assert {who: found[who] for who in ("anyone", "without_hat", "observer", "country")} == {
        "anyone": {404},
        "without_hat": {404},
        "observer": {404},
        "country": {404},
    }
    assert set(map(frozenset, desk.values())) == {frozenset({404})}
    client.logout()
    for address in (LIST, url("detail"), FEED, reverse("home")):
        assert "edición 2" not in page(client, address), address


def test_the_page_of_a_draft_is_its_desk(client, world):
    start(world)
    client.force_login(world.secretariat.user)

    assert client.get(url("detail")).url == url("compose")
    assert (
        "provisional-informe-anual-2025-ed1.pdf"
        in client.get(url("download"))["Content-Disposition"]
    )


# The list


def test_the_list_says_of_each_edition_what_it_is_and_gives_its_files(client, world):
    report = make_published(world, is_final=False)
    make_published(world, edition=2, erratum="Corrige.")
    make_published(world, year=2026)

    text = page(client, LIST)

    assert re.findall(r'<h2 id="anio-(\d+)">', text) == ["2026", "2025"]
    assert re.findall(r'<span class="tag \w+">([^<]+)</span>', text) == [
        "definitiva",
        "definitiva",
        "provisional",
    ]
    for file in report.files.all():
        assert file.sha256 in text
        assert url("file", file.name) in text
    assert "PDF: Honduras" in text


def test_the_list_says_how_big_a_file_is(client, world):
    report = make_published(world)
    report.files.filter(kind="workbook").update(size=2_500_000)

    assert "2,4 MB" in page(client, LIST).replace("\xa0", " ")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_any_number_of_editions(client, world, count):
    for edition in range(1, count + 1):
        make_published(world, edition=edition, erratum="Corrige.")

    with asked() as statements:
        text = page(client, LIST)

    assert text.count('class="edition"') == count
    assert len(statements) == 5


def test_the_frozen_numbers_stay_out_of_the_list(client, world):
    make_published(world)

    [shelf] = client.get(LIST).context["shelves"]

    assert shelf.editions[0].get_deferred_fields() == {"content"}


def test_the_list_works_before_there_is_any_plan_or_report(client, db):
    assert "No hay ningún informe anual" in page(client, LIST)


def test_only_the_secretariat_starts_a_report(client, world):
    client.force_login(world.presidency.user)
    assert client.post(reverse("monitoring:annual_start"), {"year": YEAR}).status_code == 403

    client.force_login(world.secretariat.user)
    response = client.post(reverse("monitoring:annual_start"), {"year": YEAR})

    assert response.url == url("compose")


@pytest.mark.parametrize("year", ["tim-2024-2028/2031", "otro/2025", "2025", "", "dos mil", "-1"])
def test_a_year_that_is_not_the_plans_is_said_beside_the_field(client, world, year):
    client.force_login(world.secretariat.user)

    response = client.post(reverse("monitoring:annual_start"), {"year": year})

    assert response.status_code == 422
    assert list(response.context["year_form"].errors) == ["year"]
    assert not AnnualReport.objects.exists()


# An edition in one page


def test_an_edition_shows_its_figures_from_what_is_frozen(client, world):
    report = make_published(world)
    content = report.content
    content["summary"] |= {"actions": 12345, "institutions": 678, "participations": 91011}
    AnnualReport.objects.filter(pk=report.pk).update(content=content)

    text = page(client, url("detail")).replace("\u202f", " ")

    for said in ("12 345", "678", "91 011", "Guatemala", "cifras al 1 de febrero de 2026"):
        assert said in text, said
    assert "Preparar una nueva edición" not in text


def test_an_edition_lists_its_files_with_their_hash_and_how_to_check_them(client, world):
    report = make_published(world)

    text = page(client, url("detail"))

    assert report.data_sha256 in text
    assert [file.sha256 in text for file in report.files.all()] == [True] * len(FILES)
    assert "sha256sum" in text
    assert "certutil" in text


def test_words_that_were_chosen_are_shown_in_their_language(client, world):
    highlight = {
        "code": "BZ",
        "name": "Belice",
        "activity": "1.1",
        "semester": "2025-1",
        "text": "Two meetings <were> held.",
        "language": "en",
    }
    make_published(world, content={"highlights": [highlight]})

    text = page(client, url("detail"))

    assert '<blockquote class="highlighted" lang="en">' in text
    assert "Two meetings &lt;were&gt; held." in text


def test_a_correction_shows_what_it_corrects_and_the_difference(client, world):
    change = {"where": "Honduras", "before": "2", "after": "3"}
    make_published(world)
    make_published(
        world,
        edition=2,
        erratum="Corrige el dato de Honduras.",
        content={"corrects": {"edition": 1, "changes": [change]}},
    )

    first, second = page(client, url("detail")), page(client, url("detail", edition=2))

    assert "Hay una edición más reciente" in first
    assert "Hay una edición más reciente" not in second
    assert "Corrige el dato de Honduras." in second
    assert "1 diferencia con la edición 1" in second
    assert '<td data-label="Antes">2</td><td data-label="Ahora">3</td>' in second
    assert status(client.get(url("download"))) == 200


def test_an_edition_of_an_older_schema_is_still_shown(client, world):
    report = make_published(world)
    content = {
        name: value
        for name, value in report.content.items()
        if name not in ("priorities", "findings", "highlights", "corrects", "schedule")
    }
    content |= {"schema": 1, "texts": {"introduction": "Hola."}}
    AnnualReport.objects.filter(pk=report.pk).update(content=content)

    assert client.get(url("detail")).status_code == 200


def test_the_same_page_asks_no_more_for_more_editions_and_files(client, world):
    make_published(world)
    with asked() as one:
        page(client, url("detail"))
    for edition in (2, 3):
        make_published(world, edition=edition, erratum="Corrige.")
    with asked() as three:
        page(client, url("detail"))

    assert len(one) == len(three) <= MOST


# The files


def test_a_download_is_the_stored_file_byte_by_byte(client, world):
    report = make_published(world)

    for file in report.files.all():
        response = client.get(url("file", file.name))
        data = b"".join(response.streaming_content)
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert response["Content-Disposition"] == f'attachment; filename="{file.name}"'
        assert response["X-Content-Type-Options"] == "nosniff"
    data = b"".join(client.get(url("data")).streaming_content)
    assert hashlib.sha256(data).hexdigest() == report.data_sha256


def test_the_data_of_before_come_from_what_is_frozen(client, world):
    report = make_published(world)
    report.files.filter(kind="data").delete()

    response = client.get(url("data"))

    assert hashlib.sha256(response.content).hexdigest() == report.data_sha256


def test_a_file_of_another_edition_is_not_found(client, world):
    make_published(world)
    make_published(world, edition=2, erratum="Corrige.", audience="stakeholders")

    assert client.get(url("file", "otro.pdf")).status_code == 404
    assert client.get(url("file", "informe-es.pdf", edition=2)).status_code == 404
    assert client.get(url("file", "..%2F..%2Fsecret-key")).status_code == 404


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_file_that_is_not_what_was_published_is_named_and_not_served(client, world, harm):
    report = make_published(world)
    file = report.files.get(language="es", kind="pdf", country="")
    if harm == "missing":
        file.file.storage.delete(file.file.name)
    else:
        alter(file)

    for address in (url("file", file.name), url("download")):
        response = client.get(address)
        assert response.status_code == 404
        assert not response.streaming
        assert "No se puede descargar «informe-es.pdf»" in response.content.decode()
    text = page(client, url("detail"))
    assert text.count("no se sirve") == 1
    assert f'href="{url("file", file.name)}"' not in text
    assert [client.get(one).status_code for one in (LIST, reverse("home"))] == [200, 200]
    assert status(client.get(url("file", "informe-en.pdf"))) == 200


@pytest.mark.parametrize(
    ("part", "name"), [("", "detail"), ("pdf/", "download"), ("datos/", "data")]
)
def test_an_address_of_before_still_leads_to_the_report(client, world, part, name):
    make_published(world)

    response = client.get(f"{LIST}2025/1/{part}")

    assert (response.status_code, response.url) == (301, url(name))
    assert client.get(f"{LIST}2026/1/{part}").status_code == 404
    assert client.get(f"{LIST}2025/1/otra/").status_code == 404


# The feed


def entries(client) -> list:
    return fromstring(client.get(FEED).content).findall(f"{ATOM}entry")


def test_the_feed_tells_the_editions_for_everyone_the_last_first(client, world):
    first = make_published(world)
    make_published(world, year=2026, audience="stakeholders")
    second = make_published(world, edition=2, erratum="Corrige <b>a Honduras</b>.")
    start(world, erratum="Otra.")

    found = entries(client)

    assert [one.find(f"{ATOM}title").text for one in found] == [
        "Informe anual 2025, edición 2",
        "Informe anual 2025, edición 1",
    ]
    assert [one.find(f"{ATOM}id").text for one in found] == [
        f"urn:sha256:{second.data_sha256}",
        f"urn:sha256:{first.data_sha256}",
    ]
    links = {one.get("rel"): one.get("href") for one in found[0].findall(f"{ATOM}link")}
    assert links["alternate"] == f"http://testserver{url('detail', edition=2)}"
    assert status(client.get(links["enclosure"].removeprefix("http://testserver"))) == 200


def test_the_feed_says_the_same_to_whoever_is_signed_in(client, world):
    make_published(world, audience="stakeholders")
    client.force_login(world.secretariat.user)

    assert entries(client) == []


def test_the_pages_say_where_the_feed_is(client, world):
    make_published(world)

    link = f'<link rel="alternate" type="application/atom+xml" href="{FEED}"'
    assert link in page(client, LIST)
    assert link in page(client, url("detail"))
    assert client.get(FEED)["Content-Type"] == "application/atom+xml; charset=utf-8"
