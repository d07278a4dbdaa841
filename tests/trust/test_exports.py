"""No text that somebody typed becomes a formula in any file that leaves the system."""

import io
import re
import zipfile
from itertools import count

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Left
from django.urls import reverse

from corett.audit import triggers
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import sheet_of
from monitoring.annual.files.tables import tables
from monitoring.annual.files.workbook import workbook
from risks import exchange
from tests.annual import quick_files, quick_pdf
from tests.full_world import make_full_world, member
from tests.test_budgets import Addresses, all_pages
from tests.trust.live_cells import live_cells, texts_in

pytestmark = pytest.mark.django_db

STARTS = ["=1+1 ", "==1+1 ", "'=1+1 ", "+1+1 ", "-1+1 ", "@SUM(1) ", "\t=1 ", "\r=1 ", "＝1+1 "]
STARTS += ['=HYPERLINK("http://x.example") ', "=cmd|'/C calc'!A0 ", "＠1 "]
MARK = "1+1 "
OURS = ("accounts", "directory", "plan", "risks", "monitoring")
KEPT = {"code", "key", "letter", "email", "password", "url", "file", "sha256", "data_sha256"}
KEPT |= {"original_name", "slug", "name_key", "folded", "country_code", "language", "token"}
ENDINGS = ["xlsx", "ods", "csv", "zip", "json"]


def test_the_reader_finds_what_is_live():
    sheet = '<worksheet xmlns="x"><c t="str"><f>1+1</f></c></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("content.xml", '<a xmlns:t="y" t:formula="of:=1+1"/>')
        archive.writestr("a.csv", "Plan\n=1+1\n-5\n")

    assert len(list(live_cells("x.xlsx", packed.getvalue()))) == 4


def typed_into_every_text() -> int:
    """Before what each text of the database says, in as many ways as there are; returns columns."""
    number = count()
    with triggers.lifted():
        for model in models_of_ours():
            for field in texts_of(model):
                start = STARTS[next(number) % len(STARTS)]
                told = Concat(Value(start), field.name, output_field=models.TextField())
                most = field.max_length or 10_000
                model._base_manager.exclude(**{field.name: ""}).update(
                    **{field.name: Left(told, most)}
                )
    return next(number)


def models_of_ours():
    return [one for one in apps.get_models() if one._meta.app_label in OURS]


def texts_of(model) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and not (field.choices or field.unique or field.name in KEPT)
        and field.name not in names_in_constraints(model)
    ]


def names_in_constraints(model) -> set[str]:
    """A rule of the database may speak of the text, as that it has certain letters."""
    words = " ".join(str(one.deconstruct()) for one in model._meta.constraints)
    return set(re.findall(r"\w+", words))


@pytest.fixture
def world(loaded_plan, monkeypatch):
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    return make_full_world(loaded_plan)


def test_no_file_that_is_taken_away_holds_a_live_cell(world, client, figure):
    columns = typed_into_every_text()
    client.force_login(member("ST").user)
    client.raise_request_exception = False
    found = dict(taken(world, client)) | of_the_annual_report(world)
    live = [where for name, content in found.items() for where in live_cells(name, content)]
    telling = [name for name, content in found.items() if MARK in texts_in(content)]

    figure("archivos exportados", len(found))
    figure("columnas con fórmulas escritas", columns)
    figure("celdas vivas", len(live))
    assert live == []
    assert len(found) > 40
    assert len(telling) > len(found) / 2


def taken(world, client):
    """Each file that an address gives the Secretaría, of the pages and of the admin."""
    addresses = Addresses(world)
    for name, parts in known_pages(addresses):
        for ending in ENDINGS if "ending" in parts else [""]:
            known = addresses.known(name) | ({"ending": ending} if ending else {})
            response = client.get(reverse(name, kwargs={part: known[part] for part in parts}))
            if "attachment" in response.get("Content-Disposition", ""):
                yield f"{name}.{ending}", content_of(response)
    superuser = member("ST").user
    type(superuser).objects.filter(pk=superuser.pk).update(is_superuser=True)
    for model, found in admin.site._registry.items():
        if hasattr(found, "export_form_class"):
            for number, ending in enumerate(["xlsx", "ods", "csv", "json"]):
                address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
                response = client.post(address, {"format": number, "resource": "0"})
                assert response.status_code == 200, address
                yield f"{address}.{ending}", content_of(response)


def known_pages(addresses: Addresses):
    """All but those of a letter, whose parts are of one person and one hour."""
    for name, parts in all_pages().items():
        if set(parts) <= set(addresses.known(name)):
            yield name, parts


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def of_the_annual_report(world) -> dict[str, bytes]:
    """Its files, from a content in which every text begins so."""
    number = count()

    def typed(value):
        if isinstance(value, dict):
            return {key: typed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [typed(one) for one in value]
        is_text = isinstance(value, str) and " " in value
        return f"{STARTS[next(number) % len(STARTS)]}{value}" if is_text else value

    content = typed(world.published.content)
    return {"anual.xlsx": workbook(content), "anual.zip": tables(content)}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "zip", "json"])
def test_what_was_escaped_comes_back_as_the_text_that_it_was(ending):
    written = [f"{start}texto" for start in STARTS] + ["\n=1", "'", "''", "－", "a=1"]
    content = files.write([sheet_of("Hoja", ["Texto"], [[one] for one in written])], ending)

    assert list(live_cells(f"hoja.{ending}", content)) == []
    [sheet] = files.read("Hoja.csv", content)
    assert [line.values["Texto"] for line in sheet.lines] == written


@pytest.mark.parametrize("ending", ["xlsx", "ods", "zip", "json"])
def test_a_plan_full_of_formulas_comes_back_without_a_change(loaded_plan, ending):
    plan = loaded_plan
    plan.activities.update(statement=Concat(Value("=1+1 "), "statement"))
    plan.axes.update(definition=Concat(Value("'=1+1 "), "definition"))
    plan.risks.update(statement=Concat(Value("@"), "statement"))
    content = files.write(exchange.whole_sheets(plan), ending)
    upload = exchange.bring(name=f"plan.{ending}", content=content, by=member("ST"))

    outcome = exchange.check(upload, by=member("ST"))
    changes = [one.changes for one in outcome.plans]
    assert (outcome.faults, changes, outcome.others) == ([], [[]], [])
