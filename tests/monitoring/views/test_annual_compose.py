"""The pages on which an edition is composed: who sees them, what is kept, what is told."""

import pytest
from django.urls import reverse

from monitoring import annual
from monitoring.models import AnnualReport
from tests.annual import quick_files, quick_pdf, write
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

SECTION = "activity-1.1"


@pytest.fixture
def report(world, activity, monkeypatch) -> AnnualReport:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    world.entry("HN", activity, progress="Instalamos dos mesas.")
    world.record("HN", activity, title="Primera mesa")
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


@pytest.fixture
def secretariat(enter, world):
    return enter(world.secretariat)


def url(name, *parts, edition=1, plan="tim-2024-2028") -> str:
    return reverse(f"monitoring:annual_{name}", args=[plan, 2025, edition, *parts])


def typed(**values) -> dict:
    return {"version": 1, "text": "Se abrieron dos mesas.", "language": "es", **values}


def page_of(client, name, *parts) -> str:
    return client.get(url(name, *parts)).content.decode()


def people(world) -> dict:
    return {
        "anyone": None,
        "without_hat": UserFactory(),
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        "donor": MembershipFactory(stakeholder=StakeholderFactory(donor=True)).user,
        "country": MembershipFactory(stakeholder=world.countries["HN"]).user,
        "evaluator": MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user,
        "presidency": world.presidency.user,
        "secretariat": world.secretariat.user,
    }


READ = [("compose",), ("section", SECTION), ("section_pdf", SECTION)]
WRITTEN = [("choices",), ("checks",), ("publish",)]


def statuses(client, world, pages) -> dict:
    found = {}
    for who, user in people(world).items():
        client.logout()
        if user:
            client.force_login(user)
        found[who] = [client.get(url(*page)).status_code for page in pages]
    return found


def test_while_it_is_composed_it_is_for_who_reads_the_region(client, world, report):
    assert statuses(client, world, [*READ, *WRITTEN]) == {
        "anyone": [302] * 6,
        "without_hat": [404] * 6,
        "observer": [404] * 6,
        "donor": [404] * 6,
        "country": [404] * 6,
        "evaluator": [200] * 3 + [403] * 3,
        "presidency": [200] * 3 + [403] * 3,
        "secretariat": [200] * 6,
    }


def posts(world, entry) -> list[str]:
    return [
        url("section", SECTION),
        url("choices"),
        url("highlight", entry.pk),
        url("highlight_drop", entry.pk),
        url("review_open"),
        url("review_close"),
    ]


def test_only_the_secretariat_changes_anything_of_it(client, world, activity, report):
    addresses = posts(world, world.entry("HN", activity))
    before = AnnualReport.objects.values().get()
    answers = {}
    for who, user in people(world).items():
        client.logout()
        if who == "secretariat":
            continue
        if user:
            client.force_login(user)
        answers[who] = {client.post(one, typed()).status_code for one in addresses}

    assert answers == {
        "anyone": {302},
        "without_hat": {404},
        "observer": {404},
        "donor": {404},
        "country": {404},
        "evaluator": {403},
        "presidency": {403},
    }
    assert AnnualReport.objects.values().get() == before
    assert not report.texts.exists()


def test_the_overview_says_what_each_section_lacks_and_who_did_what(secretariat, world, report):
    write(report, by=world.secretariat, introduction="Hola.")

    response = secretariat.get(url("compose"))

    page = response.content.decode()
    assert (response.context["written"], response.context["sections"]) == (1, 13)
    assert "✓ escrita" in page
    assert "sin texto" in page
    assert "empezó la preparación" in page
    assert url("section_pdf", SECTION) in page


def test_a_text_is_saved_beside_what_was_reported(secretariat, world, report):
    page = page_of(secretariat, "section", SECTION)
    assert "Instalamos dos mesas." in page
    assert "Primera mesa" in page

    response = secretariat.post(url("section", SECTION), typed(language="en"))
    stayed = secretariat.post(url("section", "axis-1"), typed(stay="1"))

    assert response.url == url("compose")
    assert stayed.url == url("section", "axis-1")
    assert {(t.section, t.text, t.language) for t in report.texts.all()} == {
        (SECTION, "Se abrieron dos mesas.", "en"),
        ("axis-1", "Se abrieron dos mesas.", "es"),
    }


def test_what_was_saved_frees_the_copy_that_the_browser_kept(secretariat, report):
    page = page_of(secretariat, "section", SECTION)
    kept = f"informe-anual/{report.pk}/{SECTION}"
    assert f'data-draft="{kept}"' in page

    after = secretariat.post(url("section", SECTION), typed(), follow=True).content.decode()

    assert f'data-saved="{kept}"' in after


def test_a_text_that_was_never_saved_is_offered_in_the_language_of_the_person(secretariat, world):
    annual.start_annual(world.plan, 2025, by=world.secretariat)
    world.activity("1.1")
    type(world.secretariat.user).objects.update(language="en")

    form = secretariat.get(url("section", SECTION)).context["form"]

    assert form["language"].value() == "en"


def test_one_section_written_by_two_shows_both_texts_and_loses_neither(secretariat, report):
    secretariat.post(url("section", SECTION), typed(text="La primera."))

    response = secretariat.post(url("section", SECTION), typed(text="La segunda."))

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera." in page
    assert "La segunda." in page
    assert f'href="{url("section", SECTION)}"' in page
    assert report.texts.get().text == "La primera."
    version = response.context["form"]["version"].value()
    secretariat.post(url("section", SECTION), typed(text="La segunda.", version=version))
    assert report.texts.get().text == "La segunda."


def test_an_eje_is_summed_up_beside_what_is_written_of_its_activities(secretariat, world, report):
    world.activity("1.2")
    write(report, by=world.secretariat, **{SECTION: "Dos mesas."}, **{"axis-1": "Todo el eje."})

    def shown(section) -> list[tuple]:
        found = secretariat.get(url("section", section)).context["beneath"]
        return [(one.key, text and text.text) for one, text in found]

    assert shown("axis-1") == [(SECTION, "Dos mesas."), ("activity-1.2", None)]
    assert shown("introduction") == [("axis-1", "Todo el eje.")]
    assert shown(SECTION) == []


def test_two_sections_written_from_two_pages_clash_with_nothing(secretariat, report):
    first = secretariat.post(url("section", SECTION), typed())
    second = secretariat.post(url("section", "introduction"), typed())

    assert (first.status_code, second.status_code) == (302, 302)
    assert report.texts.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"version": ""}, "version"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(secretariat, report, wrong, field):
    response = secretariat.post(url("section", SECTION), typed(**wrong))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert typed(**wrong)["text"] in response.content.decode()
    assert not report.texts.exists()


@pytest.mark.parametrize("section", ["activity-9.9", "axis-7", "country-XX", "erratum", "x"])
def test_a_section_that_the_report_does_not_have_is_not_found(secretariat, report, section):
    for name in ("section", "section_pdf"):
        assert secretariat.get(url(name, section)).status_code == 404
    assert secretariat.post(url("section", section), typed()).status_code in (404, 422)
    assert not report.texts.exists()


def test_the_preview_is_one_chapter_with_what_was_saved(secretariat, world, report):
    write(report, by=world.secretariat, **{SECTION: "Se abrieron dos mesas."})
    write(report, by=world.secretariat, introduction="La presentación.")

    response = secretariat.get(url("section_pdf", SECTION))

    pdf = b"".join(response.streaming_content).decode()
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert pdf.count("</html>") == 1
    assert "Se abrieron dos mesas." in pdf
    assert "La presentación." not in pdf


@pytest.mark.parametrize("section", ["introduction", "axis-1", "challenges", "risks", "schedule"])
def test_every_kind_of_section_has_a_preview(secretariat, world, report, section):
    write(report, by=world.secretariat, **{section: "Dicho por la Secretaría."})

    pdf = b"".join(secretariat.get(url("section_pdf", section)).streaming_content).decode()

    assert "Dicho por la Secretaría." in pdf


# Highlights


def test_words_are_chosen_and_dropped_from_the_section_they_stand_in(
    secretariat, world, activity, report
):
    entry = world.entry("HN", activity)

    chosen = secretariat.post(url("highlight", entry.pk), {"section": SECTION})
    assert chosen.url == f"{url('section', SECTION)}#palabras-{entry.pk}"
    assert "★ destacado" in page_of(secretariat, "section", SECTION)
    assert "Instalamos dos mesas." in page_of(secretariat, "compose")

    dropped = secretariat.post(url("highlight_drop", entry.pk))
    assert dropped.url == url("compose")
    assert not report.highlights.exists()


def test_what_cannot_be_chosen_says_why(secretariat, world, activity, report):
    entry = world.entry("HN", activity, "2024-2", progress="El año antes.")

    response = secretariat.post(url("highlight", entry.pk), {"section": "no"}, follow=True)

    assert "Solo se destacan avances" in response.content.decode()
    assert secretariat.get(url("highlight", entry.pk)).status_code == 302
    assert secretariat.post(url("highlight", 10**9)).status_code == 404
    assert not report.highlights.exists()


# Choices


def chosen(**values) -> dict:
    return {"version": 1, "audience": "everyone", "is_final": "on", **values}


def test_the_choices_are_saved_and_told_on_the_overview(secretariat, report):
    response = secretariat.post(
        url("choices"), {"version": 1, "audience": "stakeholders"}, follow=True
    )

    saved = AnnualReport.objects.get()
    assert (saved.audience, saved.is_final) == ("stakeholders", False)
    assert "Se publicará como provisional." in response.content.decode()


def test_a_text_that_somebody_saved_meanwhile_is_no_clash_with_the_choices(
    secretariat, world, report
):
    shown = {"initial-audience": "everyone", "initial-is_final": "True"}
    write(report, by=world.secretariat, introduction="Hola.")

    response = secretariat.post(url("choices"), chosen(audience="stakeholders", **shown))

    assert response.status_code == 302
    assert AnnualReport.objects.get().audience == "stakeholders"


def test_another_choice_of_somebody_else_meanwhile_is_kept(secretariat, world, report):
    shown = {"initial-audience": "everyone", "initial-is_final": "True"}
    write(report, by=world.secretariat, is_final=False)

    kept = secretariat.post(url("choices"), chosen(audience="stakeholders", **shown))
    saved = AnnualReport.objects.get()
    assert (kept.status_code, saved.audience, saved.is_final) == (302, "stakeholders", False)


def test_the_same_choice_made_twice_otherwise_shows_both(secretariat, world, report):
    second = start_second(world, report)
    write(second, by=world.secretariat, erratum="Una cifra de 1.1.")
    shown = {"initial-erratum": "", "initial-audience": "everyone", "initial-is_final": "True"}

    response = secretariat.post(
        url("choices", edition=2), chosen(erratum="Dos cifras de 1.1.", **shown)
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Una cifra de 1.1." in page
    assert "Dos cifras de 1.1." in page
    assert AnnualReport.objects.get(edition=2).erratum == "Una cifra de 1.1."


def start_second(world, report) -> AnnualReport:
    annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def test_what_an_edition_corrects_is_asked_from_the_second_on(secretariat, world, report):
    assert list(secretariat.get(url("choices")).context["form"].fields) == [
        "audience",
        "is_final",
        "version",
    ]
    start_second(world, report)
    assert "falta escribirlo" in secretariat.get(url("compose", edition=2)).content.decode()

    secretariat.post(url("choices", edition=2), chosen(erratum="Una cifra de 1.1."))

    assert AnnualReport.objects.get(edition=2).erratum == "Una cifra de 1.1."


@pytest.mark.parametrize("wrong", [{"audience": "nadie"}, {"version": "x"}])
def test_a_wrong_choice_is_said(secretariat, report, wrong):
    response = secretariat.post(url("choices"), chosen(**wrong))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


def test_what_is_published_is_no_longer_composed(secretariat, world, activity, report):
    entry = world.entry("HN", activity)
    annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    detail = url("detail")

    for page in [*READ, ("choices",), ("checks",)]:
        assert secretariat.get(url(*page)).url == detail
    assert secretariat.post(url("section", SECTION), typed()).url == detail
    response = secretariat.post(url("highlight", entry.pk), follow=True)
    assert "ya se publicó" in response.content.decode()
    assert not report.texts.exists()


def test_the_checks_lead_to_where_each_thing_is_mended(secretariat, report):
    page = page_of(secretariat, "checks")

    assert f'<a href="{url("section", "introduction")}">Sin texto: Presentación.</a>' in page
    assert f'<a href="{url("compose")}#vistos-buenos">Falta el visto bueno de Presidencia.</a>' in (
        page
    )


@pytest.mark.parametrize("count", [1, 3])
def test_every_page_asks_the_same_for_any_number(secretariat, world, report, count):
    for n in range(count):
        activity = world.activity(f"1.{n + 2}")
        entry = world.entry("HN", activity, progress="Se hizo.")
        world.record("HN", activity)
        world.record("HN", world.plan.activities.get(code="1.1"))
        annual.highlight(report, entry, by=world.secretariat)
        write(report, by=world.secretariat, **{f"activity-1.{n + 2}": "Escrito."})
    report.refresh_from_db()
    annual.open_review(report, by=world.secretariat)
    for n in range(count):
        annual.comment(report, SECTION, f"Comentario {n}", by=world.presidency)

    pages = [("compose",), ("section", SECTION), ("section", "country-HN"), ("choices",)]
    found = {}
    for page in [*pages, ("checks",)]:
        with asked() as statements:
            secretariat.get(url(*page))
        found[page] = len(statements)

    assert list(found.values()) == [12, 13, 10, 4, 14]
    assert max(found.values()) <= MOST
