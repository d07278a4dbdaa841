import datetime
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PageObject, PdfReader

from corett.lib.canonical import canonical, sha256
from plan import document
from plan.editions import publish_edition
from plan.models import (
    Activity,
    GlossaryTerm,
    Measure,
    Plan,
    PlanEdition,
    ScheduleCell,
    Target,
    TargetState,
)
from risks.export import export_whole_plan
from risks.models import Risk
from tests.factories import MembershipFactory, PlanEditionFactory, PlanFactory

pytestmark = pytest.mark.django_db

CODE = "tim-2024-2028"


@pytest.fixture
def _quick_pdf(monkeypatch):
    """The slow library stays out where its pages are not what is tested."""
    monkeypatch.setattr(document, "render_pdf", lambda html, names: b"%PDF- " + html.encode())


def publish(plan: Plan, reason: str = "Captura del cronograma") -> PlanEdition:
    return publish_edition(plan, content=export_whole_plan(plan), reason=reason, by=None)


def pages_of(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def words(text: str) -> str:
    return " ".join(text.split())


def texts_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pages_of(pdf)]


def bodies(texts: list[str]) -> str:
    """What the pages say, one after the other, without their heads and feet."""
    cut = [text.partition("\nCORETT · Plan de trabajo, edición")[0] for text in texts]
    return words(re.sub("DEMOSTRACIÓN — datos inventados|•", "", " ".join(cut)))


def mark_some_cells(plan: Plan) -> None:
    """A pattern that uses every column and leaves every seventh activity to be captured."""
    semesters = list(plan.semesters.all())
    for row, activity in enumerate(plan.activities.all()):
        for column, semester in enumerate(semesters):
            if row % 7 != 3 and (row + column) % 3 == 0:
                ScheduleCell.objects.create(activity=activity, semester=semester)


def retire_some_rows() -> None:
    for model, place in [
        (Activity, {"code": "4.2"}),
        (Risk, {"code": "R3"}),
        (Measure, {"indicator__activity__code": "1.1", "letter": "b"}),
    ]:
        row = model.objects.get(**place)
        row.retired_on = datetime.date(2026, 3, 1)
        row.save()


def decide_some_targets() -> None:
    Target.objects.filter(measure__indicator__activity__code="3.2").update(
        state=TargetState.CONFIRMED, source="operational_plan", source_note="Plan Operativo 2025"
    )
    Target.objects.filter(measure__indicator__activity__code="2.1").update(
        state=TargetState.DISCARDED
    )


def activities_in(content: dict) -> list[tuple[dict, dict, dict]]:
    return [
        (axis, objective, activity)
        for axis in content["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
    ]


def retired(row: dict) -> str:
    return " — fuera del plan desde el 1 de marzo de 2026" if row["retired_on"] else ""


def axis_rows(content: dict) -> list[str]:
    """Each line of the tables of the ejes, as the PDF reads from left to right."""
    rows = []
    for _axis, objective, activity in activities_in(content):
        is_first = activity is objective["activities"][0]
        rows.append(
            (f"{objective['number']}. {objective['statement']} " if is_first else "")
            + f"{activity['code']} {activity['statement']}{retired(activity)} "
            + f"{activity['responsibilities_text']} {activity['indicator']['statement']}"
        )
    return rows


def schedule_rows(content: dict) -> list[str]:
    return [
        f"Objetivo {objective['number']} Actividad {activity['code']}"
        f" {activity['schedule_statement']}{retired(activity)}"
        f" {activity['indicator']['schedule_statement']}"
        f" {activity['schedule_responsibilities_text']}"
        f" {' '.join('X' for _ in activity['semesters']) or 'por capturar'}"
        for _axis, objective, activity in activities_in(content)
    ]


def risk_rows(content: dict) -> list[str]:
    levels = {"high": "Alto", "medium": "Medio", "low": "Bajo"}
    return [
        f"{risk['code']} {risk['statement']}{retired(risk)} {levels[risk['level']]}"
        f" {risk['mitigation']}"
        for risk in content["risks"]
    ]


def missing(rows: list[str], text: str) -> list[str]:
    return [row for row in rows if words(row) not in text]


def marked_cells(pdf: bytes) -> set[tuple[str, int]]:
    """The marks of the cronograma by where they stand: activity and column, from the left."""
    found: list[tuple[str, float]] = []
    for page in pages_of(pdf):
        if page.mediabox.width < page.mediabox.height:
            continue
        read: list[str] = [""]

        def visit(text, _cm, tm, _font, _size, read=read):
            if code := re.fullmatch(r"\d+\.\d+", text.strip()):
                read[0] = code.group()
            elif text.strip() == "X":
                found.append((read[0], round(tm[4])))

        page.extract_text(visitor_text=visit)
    columns = sorted({x for _code, x in found})
    return {(code, columns.index(x)) for code, x in found}


def test_each_cell_of_the_document_says_what_its_edition_says(loaded_plan):
    mark_some_cells(loaded_plan)
    retire_some_rows()
    decide_some_targets()
    Plan.objects.update(is_demonstration=True)
    edition = publish(loaded_plan)
    content = edition.content

    pdf = document.render(document.find_edition(loaded_plan))

    texts = texts_of(pdf)
    text = bodies(texts)
    assert missing(axis_rows(content), text) == []
    rows = schedule_rows(content)
    assert (len(rows), missing(rows, text)) == (30, [])
    assert (len(content["risks"]), missing(risk_rows(content), text)) == (14, [])
    for axis in content["axes"]:
        assert f"{axis['name']} {axis['definition']} Objetivo" in text
    for term in content["glossary"]:
        assert words(f"{term['term']} {term['definition'].replace('- ', '')}") in text
    for approach in content["approaches"]:
        assert words(f"{approach['name']} {approach['text']}") in text
    semesters = content["plan"]["semesters"]
    assert marked_cells(pdf) == {
        (activity["code"], semesters.index(semester))
        for _axis, _objective, activity in activities_in(content)
        for semester in activity["semesters"]
    }
    assert all("DEMOSTRACIÓN — datos inventados" in page for page in texts)


def test_an_edition_gives_the_same_bytes_after_the_plan_went_on(loaded_plan):
    first = document.render(document.find_edition(loaded_plan, 1))
    activity = Activity.objects.get(code="1.1")
    activity.statement = "Mesas redactadas de otra manera."
    activity.save()
    term = GlossaryTerm.objects.get(term="Delito")
    term.delete()
    mark_some_cells(loaded_plan)
    publish(loaded_plan)

    assert document.render(document.find_edition(loaded_plan, 1)) == first
    assert "Mesas redactadas de otra manera." in document.as_html(publish(loaded_plan))


def shown(edition: PlanEdition) -> str:
    """The words of the document before they are laid out on pages."""
    html = document.as_html(edition).replace("&quot;", '"').partition("<body>")[2]
    return words(re.sub(r"<[^>]+>", " ", html))


def test_each_measure_prints_the_targets_that_count_and_their_source(loaded_plan):
    decide_some_targets()

    text = shown(publish(loaded_plan))

    for line in [
        "1.1.a Mesas de priorización de casos mesas · cantidad · nacional · la informa cada país"
        " sin meta",
        "2.1.a Capacitaciones llevadas a cabo capacitaciones · cantidad · nacional"
        " · la informa cada país sin meta",
        "3.2.a Directorio actualizado directorio · registro al día · nacional"
        " · la informa cada país 1 · cada País Miembro · cada año, de 2024 a 2028"
        " Plan Operativo: Plan Operativo 2025",
        "5.1.a Estrategia regional para la atención y derivación estrategia · producto · regional"
        " · la informa coordinación regional (Presidencia y Secretaría)"
        " propuesta: 1 · la región · todo el plan implícita en el texto:",
    ]:
        assert line in text
    measures = Measure.objects.count()
    assert text.count("sin meta") == measures - text.count("· la región ·") - text.count(
        "· cada País"
    )


def test_the_cover_and_the_colophon_name_the_edition_its_reason_and_its_data(loaded_plan):
    edition = publish(loaded_plan, reason="Metas del Plan Operativo 2025")
    edition.reason_kinds = ["capture"]
    edition.published_at = datetime.datetime(2026, 3, 2, 18, tzinfo=datetime.UTC)

    text = shown(edition)

    assert "Edición 2 · 2 de marzo de 2026" in text
    assert text.count("Metas del Plan Operativo 2025 (captura de lo que faltaba)") == 2
    assert f"SHA-256 de los datos {sha256(canonical(edition.content))}" in text
    assert f"python manage.py export_plan --plan {CODE} --edition 2" in text


def test_an_edition_from_before_rows_could_be_retired_is_printed_too(loaded_plan):
    edition = loaded_plan.editions.get()
    later = (
        "retired_on",
        "variants",
        "breakdown",
        "reported_by",
        "is_proposed",
        "partial_activities",
    )
    edition.content = without(edition.content, later)

    text = shown(edition)

    assert "1.1 Mesas de priorización de casos para órganos legislativos" in text
    assert "1.1.a Mesas de priorización de casos mesas · cantidad · nacional sin meta" in text
    assert "fuera del plan" not in text


def without(value, keys: tuple[str, ...]):
    if isinstance(value, dict):
        return {key: without(one, keys) for key, one in value.items() if key not in keys}
    return [without(one, keys) for one in value] if isinstance(value, list) else value


def test_what_an_edition_does_not_hold_is_said():
    plan = PlanFactory(code="poa-2029")
    objective = {"number": 1, "statement": "Uno.", "activities": []}
    axis = {"number": 1, "name": "Eje", "definition": "Todo.", "objectives": [objective]}
    bare = {
        "code": "1.1",
        "statement": "Algo.",
        "schedule_statement": "Algo.",
        "responsibilities_text": "Todos.",
        "schedule_responsibilities_text": "Todos.",
        "semesters": [],
        "indicator": None,
    }
    filled = {"number": 2, "statement": "Dos.", "activities": [bare]}
    content = {**export_whole_plan(plan), "axes": [{**axis, "objectives": [objective, filled]}]}
    edition = publish_edition(plan, content=content, reason="Primera", by=None)

    text = shown(edition)

    for sentence in [
        "1. Uno. sin actividades",
        "1.1 Algo. Todos. sin indicador",
        "sin medidas",
        "Esta edición no tiene enfoques.",
        "Esta edición no tiene riesgos.",
        "Esta edición no tiene glosario.",
    ]:
        assert sentence in text


def test_the_document_is_read_from_the_edition_alone(loaded_plan, django_assert_num_queries):
    edition = document.find_edition(loaded_plan)

    with django_assert_num_queries(0):
        document.as_html(edition)


@pytest.mark.usefixtures("_quick_pdf")
def test_the_plan_is_downloaded_as_its_last_edition_or_as_an_earlier_one(client, loaded_plan):
    client.force_login(MembershipFactory().user)
    publish(loaded_plan)

    last = client.get(reverse("plan:document", args=[CODE]))
    first = client.get(reverse("plan:document_of_edition", args=[CODE, 1]))

    assert last["Content-Disposition"] == f'attachment; filename="plan-{CODE}-ed2.pdf"'
    assert first["Content-Disposition"] == f'attachment; filename="plan-{CODE}-ed1.pdf"'
    assert first["Content-Type"] == "application/pdf"
    assert b"".join(first.streaming_content).startswith(b"%PDF- ")
    assert client.get(reverse("plan:document_of_edition", args=[CODE, 3])).status_code == 404
    assert client.get(reverse("plan:document", args=["otro"])).status_code == 404


def test_the_plan_is_downloaded_only_by_who_entered(client):
    PlanEditionFactory(plan__code=CODE)

    assert client.get(reverse("plan:document", args=[CODE])).status_code == 302
    assert client.get(reverse("plan:document_of_edition", args=[CODE, 1])).status_code == 302


def test_without_an_edition_the_page_says_so_and_offers_no_download(client):
    plan = PlanFactory()
    client.force_login(MembershipFactory().user)
    address = reverse("plan:document", args=[plan.code])

    response = client.get(address)
    overview = client.get(plan.get_absolute_url())

    assert response.status_code == 404
    assert "Todavía no se ha publicado ninguna edición" in response.content.decode()
    assert address not in overview.content.decode()
    PlanEditionFactory(plan=plan)
    assert address in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("_quick_pdf")
def test_the_command_writes_the_edition_that_one_asks_for(tmp_path, loaded_plan, capsys):
    publish(loaded_plan)
    path = tmp_path / "plan.pdf"

    call_command("plan_document", output=path)
    assert b"Edici\xc3\xb3n 2 " in path.read_bytes()
    call_command("plan_document", output=path, edition=1, plan=CODE)
    assert b"Edici\xc3\xb3n 1 " in path.read_bytes()
    assert f"Escrito: {path}" in capsys.readouterr().out


def test_the_command_says_what_it_cannot_do(tmp_path, settings):
    plan = PlanFactory(code="poa-2029")
    path = tmp_path / "plan.pdf"

    with pytest.raises(CommandError, match="todavía no tiene ninguna edición publicada"):
        call_command("plan_document", output=path)
    with pytest.raises(CommandError, match="El plan poa-2029 no tiene la edición 7"):
        call_command("plan_document", output=path, edition=7)
    with pytest.raises(CommandError, match="No hay ningún plan con el código otro"):
        call_command("plan_document", output=path, plan="otro")
    assert not path.exists()
    publish_edition(plan, content=export_whole_plan(plan), reason="Primera", by=None)
    with pytest.raises(CommandError, match="No se pudo escribir en"):
        call_command("plan_document", output=tmp_path / "no" / "plan.pdf")
