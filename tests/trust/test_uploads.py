"""Whatever is brought gets the verdict that stands here, in little time and little memory."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from corett.lib import filetypes
from corett.lib.apart import Exhausted, Limits, Server
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Unreadable
from monitoring.forms.annual_readers import PAST_KINDS
from monitoring.forms.evidence import fault_of
from monitoring.models import Evidence, PastReport, WorkbookUpload
from monitoring.workbook import exchange, pages
from monitoring.workbook.writing import workbook_of
from plan.models import PlanUpload
from risks import exchange as tables
from tests.full_world import member, opened
from tests.trust import hostile_files
from tests.trust.hostile_files import CODE, CONTENTS, TABLES, WORKBOOKS, table
from tests.trust.measuring import look, measured

pytestmark = pytest.mark.django_db

MOST_SECONDS, MOST_MEGABYTES = 2, 64
SENTENCES = {
    "N": "el contenido no es lo que dice su nombre",
    "K": "este tipo de archivo no se admite",
    "M": "el archivo lleva macros",
    "T": "",
}
ENDINGS = ["pdf", "png", "jpg", "docx", "odt", "doc", "csv", "txt", "html", "svg", "exe", "zip"]
DISGUISED = """
html              N N N N N N N N K K K K
html-blanks       N N N N N N N N K K K K
svg               N N N N N N N N K K K K
xml               N N N N N N N N K K K K
js                N N N N N N T T K K K K
shell             N N N N N N T T K K K K
program           N N N N N N N N K K K K
rtf               N N N N N N T T K K K K
zip               N N N N N N N N K K K K
pdf               T N N N N N N N K K K K
png               N T N N N N N N K K K K
jpeg              N N T N N N N N K K K K
pdf-after-blanks  N N N N N N N N K K K K
gif-js            N N N N N N T T K K K K
png-html          N T N N N N N N K K K K
jpeg-zip          N N T N N N N N K K K K
pdf-html          T N N N N N N N K K K K
docx              N N N T N N N N K K K K
docx-macro        N N N M N N N N K K K K
xlsx-macro        N N N N N N N N K K K K
odt-macro         N N N N M N N N K K K K
old-macro         N N N N N M N N K K K K
nul               N N N N N N N N K K K K
broken-zip        N N N N N N N N K K K K
"""
"""By what a file is and what it says that it is: T taken, N not what it says, K a kind that is not
taken, M macros. What is taken is given back as a download and never shown.
"""
NO_BOOK, NO_TABLE = "no es un libro de Excel", "no es una hoja de cálculo"
LARGE, OLD_OFFICE = "demasiado grande por dentro", "protegido con contraseña"
ROWS, MERGED, FORMULAS = "pasa de 2000 filas", "celdas combinadas", "demasiadas fórmulas"
NOT_OURS, EMPTY, TAKEN = "no se descargó de un informe", "no tiene ninguna tabla", "se toma"
OF_WORKBOOKS = {
    "html": (NO_BOOK, NO_TABLE),
    "svg": (NO_BOOK, NO_TABLE),
    "pdf": (NO_BOOK, NO_TABLE),
    "program": (NO_BOOK, NO_TABLE),
    "png": (NO_BOOK, NO_TABLE),
    "old-office": (OLD_OFFICE, OLD_OFFICE),
    "truncated": (NO_BOOK, NO_TABLE),
    "head-only": (NO_BOOK, NO_TABLE),
    "garbage-before": (TAKEN, NO_TABLE),
    "encrypted": (NO_BOOK, NO_TABLE),
    "docx": (NO_BOOK, NO_TABLE),
    "odt": (NO_BOOK, NO_TABLE),
    "nested-zips": (NO_BOOK, NO_TABLE),
    "overlapping": (LARGE, LARGE),
    "same-name-twice": (NO_BOOK, NO_TABLE),
    "lying-size": (NO_BOOK, NO_TABLE),
    "big-member": (LARGE, LARGE),
    "many-members": (LARGE, LARGE),
    "xxe-page": (NO_BOOK, NO_TABLE),
    "xxe-workbook": (NO_BOOK, NO_TABLE),
    "xxe-content-types": (NO_BOOK, NO_TABLE),
    "laughs-page": (NO_BOOK, NO_TABLE),
    "laughs-styles": (NO_BOOK, NO_TABLE),
    "far-dimension": (TAKEN, TAKEN),
    "far-cell": (ROWS, "por debajo de la fila"),
    "merged": (MERGED, MERGED),
    "deep": (LARGE, LARGE),
    "many-rows": (ROWS, LARGE),
    "many-cells": (LARGE, LARGE),
    "many-styles": (LARGE, LARGE),
    "long-attribute": (LARGE, LARGE),
    "many-attributes": (LARGE, LARGE),
    "utf-16": (LARGE, NO_TABLE),
    "no-page": (NOT_OURS, EMPTY),
    "broken-page": (NO_BOOK, NO_TABLE),
    "broken-workbook": (NO_BOOK, NO_TABLE),
    "numbers-of-no-style": (TAKEN, TAKEN),
    "text-of-no-table": (TAKEN, NO_TABLE),
    "infinite": (TAKEN, NO_TABLE),
    "paths": (TAKEN, TAKEN),
    "macro": ("lleva macros", TAKEN),
    "external-link": ("vínculos a otros libros", TAKEN),
    "formula-dde": (TAKEN, EMPTY),
}
"""At the door of a report and at that of the plan's tables."""

OF_TABLES = {
    "ods-xxe": NO_TABLE,
    "ods-laughs": NO_TABLE,
    "ods-deep": LARGE,
    "ods-broken": NO_TABLE,
    "csv-nul": NO_TABLE,
    "csv-open-quote": NO_TABLE,
    "csv-long": LARGE,
    "csv-commas": LARGE,
    "csv-html": NO_TABLE,
    "csv-utf-16": NO_TABLE,
    "json-deep": LARGE,
    "json-nan": NO_TABLE,
    "json-twice": NO_TABLE,
    "json-list": NO_TABLE,
    "json-number": NO_TABLE,
    "json-surrogate": NO_TABLE,
    "zip-of-html": NO_TABLE,
    "zip-paths": NO_TABLE,
    "zip-empty": NO_TABLE,
    "blanks": EMPTY,
}


@pytest.fixture(autouse=True)
def _apart(settings):
    settings.LIMITED_PROCESSES = True


@pytest.fixture
def report(loaded_plan):
    period = opened(loaded_plan.semesters.get(year=2025, half=1))
    return period.reports.get(stakeholder__code="HN")


# Evidence and past reports


def rows_of(grid: str) -> dict[str, dict[str, str]]:
    lines = [line.split() for line in grid.strip().splitlines()]
    return {name: dict(zip(ENDINGS, marks, strict=True)) for name, *marks in lines}


def test_a_file_in_disguise_gets_its_verdict(figure):
    grid, wrong = rows_of(DISGUISED), {}
    for name, content in CONTENTS.items():
        for ending in ENDINGS:
            fault = fault_of(SimpleUploadedFile(f"a.{ending}", content))
            expected = SENTENCES[grid[name][ending]]
            if not (fault.startswith(expected) if expected else fault == ""):
                wrong[name, ending] = fault

    assert set(grid) == set(CONTENTS)
    assert wrong == {}
    figure("archivos disfrazados", len(CONTENTS) * len(ENDINGS))


def test_the_door_of_past_reports_takes_documents_only():
    assert PAST_KINDS == ("pdf", "docx", "doc", "odt")
    assert set(PAST_KINDS) <= set(filetypes.CHECKS)
    taken = {
        name for name in CONTENTS for kind in PAST_KINDS if rows_of(DISGUISED)[name][kind] == "T"
    }
    assert taken == {"pdf", "pdf-html", "docx"}


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\a.pdf": "a.pdf",
    "C:\\Users\\a.pdf": "a.pdf",
    "/etc/a.pdf": "a.pdf",
    "CON.pdf": "CON.pdf",
    "nul.pdf": "nul.pdf",
    "....pdf": "....pdf",
    "a;rm -rf.pdf": "a;rm -rf.pdf",
    "<b>a</b>.pdf": "b>.pdf",
    "a\u202efdp.pdf": "afdp.pdf",
    "a" * 300 + ".pdf": "a" * 251 + ".pdf",
    "=1+1.pdf": "=1+1.pdf",
    "a&amp;.pdf": "a&.pdf",
    "año.pdf": "año.pdf",
    ".pdf": ".pdf",
    "a\0b.pdf": "ab.pdf",
}
REFUSED_NAMES = ["a.pdf.exe", ".htaccess", "a.php", "pdf", "a.pdf "]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_plays_tricks_is_kept_as_a_word_and_names_no_file(client, report, name):
    response = bring_evidence(client, report, name)

    assert response.status_code == 302, name
    row = Evidence.objects.get()
    stored = row.file.storage.path(row.file.name)
    assert row.original_name == NAMES[name]
    assert stored.startswith(str(row.file.storage.location))
    assert stored.rpartition("/")[2].removesuffix(".pdf").isalnum()
    download = client.get(reverse("monitoring:evidence_download", args=[row.pk]))
    assert b"".join(download.streaming_content) == hostile_files.PDF


@pytest.mark.parametrize("name", REFUSED_NAMES)
def test_a_name_of_no_kind_that_is_taken_is_told(client, report, name):
    assert bring_evidence(client, report, name).status_code == 422
    assert not Evidence.objects.exists()


def bring_evidence(client, report, name: str):
    """As a browser sends it, whatever the name."""
    quoted = name.replace('"', "%22")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="is_public"\r\n\r\non\r\n'
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="'
        + quoted.encode()
        + b'"\r\nContent-Type: text/html\r\n\r\n'
        + hostile_files.PDF
        + b"\r\n--x--\r\n"
    )
    client.force_login(member("HN").user)
    return client.post(evidence_door(report), body, content_type="multipart/form-data; boundary=x")


def evidence_door(report) -> str:
    return reverse("monitoring:evidence_add", args=[report.pk, "1.1"])


PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1'
BROKEN = {
    "no-end": (PART, "multipart/form-data; boundary=x"),
    "no-boundary": (PART, "multipart/form-data"),
    "other-boundary": (PART, "multipart/form-data; boundary=y"),
    "long-boundary": (PART, "multipart/form-data; boundary=" + "x" * 5000),
    "odd-boundary": (PART, "multipart/form-data; boundary=ñ\x01"),
    "empty": (b"", "multipart/form-data; boundary=x"),
    "only-boundary": (b"--x--\r\n", "multipart/form-data; boundary=x"),
    "no-name": (PART.replace(b' name="files";', b""), "multipart/form-data; boundary=x"),
    "no-disposition": (b"--x\r\n\r\na\r\n--x--", "multipart/form-data; boundary=x"),
    "bad-base64": (
        PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n*", 1)
        + b"\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "long-header": (
        PART.replace(b"a.pdf", b"a" * 100_000 + b".pdf") + b"\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "name-not-utf-8": (
        PART.replace(b"a.pdf", b"\xff\xfe.pdf") + b"\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "json": (b'{"files": 1}', "application/json"),
    "text": (b"files=a.pdf", "application/x-www-form-urlencoded"),
    "nothing": (PART, "application/octet-stream"),
    "many-fields": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\na\r\n' % n
            for n in range(6000)
        ),
        "multipart/form-data; boundary=x",
    ),
    "many-files": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="%d.pdf"\r\n\r\na\r\n'
            % n
            for n in range(200)
        ),
        "multipart/form-data; boundary=x",
    ),
}
DOORS = {
    "evidencia": evidence_door,
    "libro": lambda report: reverse("monitoring:workbook_upload", args=[report.pk]),
    "tablas": lambda report: reverse(
        "whole_plan:exchange", args=[report.period.semester.plan.code]
    ),
    "memoria": lambda report: reverse("monitoring:past_report_add"),
}


def test_a_broken_message_is_refused_at_every_door_and_nothing_is_kept(client, report, figure):
    people = {"evidencia": "HN", "libro": "HN", "tablas": "ST", "memoria": "ST"}
    client.raise_request_exception = False
    answers = {}
    for door, address in DOORS.items():
        client.force_login(member(people[door]).user)
        for name, (body, kind) in BROKEN.items():
            answers[door, name] = client.generic(
                "POST", address(report), body, content_type=kind
            ).status_code

    figure("mensajes rotos", len(answers))
    assert {key: status for key, status in answers.items() if status not in (400, 413, 422)} == {}
    kept = (Evidence, WorkbookUpload, PlanUpload, PastReport)
    assert [model.objects.count() for model in kept] == [0, 0, 0, 0]


# Workbooks and tables


def verdict(bring) -> str:
    try:
        bring()
    except (Unreadable, exchange.Refused, tables.Refused) as told:
        return str(told)
    return TAKEN


def test_a_hostile_workbook_gets_its_verdict_at_both_doors(report, figure):
    good_book, good_table = workbook_of(report), table()
    made = {**WORKBOOKS, **CODE}
    wrong = {}
    for name, make in made.items():
        book, tabular = make(good_book), make(good_table)
        found = (
            verdict(
                lambda book=book: exchange.bring(
                    report, name="l.xlsx", content=book, by=member("HN")
                )
            ),
            verdict(lambda it=tabular: tables.bring(name="t.xlsx", content=it, by=member("ST"))),
        )
        wrong |= {
            (name, door): said
            for door, said, expected in zip(
                ("libro", "tablas"), found, OF_WORKBOOKS[name], strict=True
            )
            if expected not in said
        }

    assert set(OF_WORKBOOKS) == set(made)
    assert wrong == {}
    figure("libros hostiles, en dos puertas", 2 * len(made))


def test_a_hostile_file_of_tables_gets_its_verdict(loaded_plan, figure):
    wrong = {}
    for name, make in TABLES.items():
        ending = name.partition("-")[0]
        said = verdict(
            lambda make=make, ending=ending: tables.bring(
                name=f"Metas.{ending}", content=make(), by=member("ST")
            )
        )
        if OF_TABLES[name] not in said:
            wrong[name] = said

    assert set(OF_TABLES) == set(TABLES)
    assert wrong == {}
    assert not PlanUpload.objects.exists()
    figure("tablas hostiles", len(TABLES))


# What it costs


def test_no_hostile_file_takes_long_or_much(report, figure):
    good_book, good_table = workbook_of(report), table()
    jobs = [(pages.pages_of, (make(good_book),)) for make in (*WORKBOOKS.values(), *CODE.values())]
    jobs += [(files.tables_in, ("a.x", make(good_table))) for make in WORKBOOKS.values()]
    jobs += [(files.tables_in, (f"a.{name[:3]}", make())) for name, make in TABLES.items()]
    jobs += [
        (look, (f"a.{kind}", one)) for one in CONTENTS.values() for kind in ("docx", "doc", "txt")
    ]
    server = Server("tests.trust.measuring")
    worst_seconds = worst_megabytes = 0.0
    for function, args in jobs:
        _said, seconds, megabytes = server.run(
            measured, function, *args, limits=Limits(seconds=20, memory=160)
        )
        worst_seconds, worst_megabytes = (
            max(worst_seconds, seconds),
            max(worst_megabytes, megabytes),
        )
    server.stop()

    figure("archivos medidos", len(jobs))
    figure("el más lento, segundos de procesador", f"{worst_seconds:.2f}")
    figure("el que más memoria pidió, MB", f"{worst_megabytes:.0f}")
    assert worst_seconds < MOST_SECONDS
    assert worst_megabytes < MOST_MEGABYTES


def test_what_no_guard_foresaw_is_stopped_by_the_process_and_told_in_the_same_words(monkeypatch):
    monkeypatch.setattr(files.READERS, "run", lambda *args, **kwargs: raise_exhausted())
    with pytest.raises(Unreadable, match=LARGE):
        files.read("a.xlsx", table())


def raise_exhausted():
    raise Exhausted
