"""What a workbook changes, once it is confirmed and only then."""

import datetime

import pytest
from django.utils import timezone

from monitoring.entries import declare_no_activity, save_entry, say_activity
from monitoring.models import ChangeAction, EntryChange, ProgressEntry, Record, WorkbookUpload
from monitoring.records import Parts, change_record
from monitoring.reports import WritingDenied
from monitoring.workbook import exchange
from tests.factories import EvidenceFactory, InstitutionFactory, MembershipFactory
from tests.monitoring.workbook.drafts import fill_country, row
from tests.monitoring.workbook.sheets import ACTION, Filled, bring_and_apply

DAY = {"Terminó el": datetime.date(2025, 3, 1)}


def with_action(report, **more) -> Filled:
    return Filled(report).put_all("Eje 1", 2, {**ACTION, **DAY, **more})


def found(report, filled: Filled, member) -> exchange.Outcome:
    return exchange.find_changes(report, filled.saved(), by=member)


def told(outcome) -> list[tuple]:
    return [(change.kind, change.code, change.subject) for change in outcome.changes]


def test_a_new_row_is_shown_and_then_saved_as_the_page_would(report, member):
    filled = with_action(report)
    upload = exchange.bring(report, name="l.xlsx", content=filled.saved(), by=member)
    shown = exchange.check(upload, by=member)

    assert told(shown) == [("new", "2.3", "Taller en Tegucigalpa")]
    assert not Record.objects.exists()

    exchange.apply(upload, shown=shown.digest, by=member)

    record = Record.objects.get()
    assert (record.quantity, record.modality, record.scope) == (2, "in_person", "national")
    assert record.saved_by == member.user
    numbers = dict(record.figures.values_list("category", "number"))
    assert numbers == {"women": 12, "men": 0}
    assert EntryChange.objects.get().action == ChangeAction.RECORD_ADDED


def test_a_changed_row_shows_each_field_before_and_after(report, member):
    row(report, "2.3", "Taller")
    filled = Filled(report).put_all("Eje 1", 2, {"¿Qué se hizo?": "Curso", "Cantidad": 4})

    outcome = bring_and_apply(report, filled.saved(), member)

    assert told(outcome) == [("changed", "2.3", "Curso")]
    differences = [(one.saved, one.typed) for one in outcome.changes[0].differences]
    assert differences == [("Taller", "Curso"), ("1", "4")]
    assert Record.objects.values_list("title", "quantity", "version").get() == ("Curso", 4, 2)


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_row_that_is_gone_or_emptied_is_removed(report, member, how):
    row(report, "2.3", "Taller")
    kept = row(report, "2.3", "Curso")
    filled = Filled(report)
    line = filled.line_of("Eje 1", "¿Qué se hizo?", "Taller")
    if how == "deleted":
        filled.book["Eje 1"].delete_rows(line)
    else:
        headings = [cell.value for cell in filled.book["Eje 1"][1]][1:]
        filled.put_all("Eje 1", line, dict.fromkeys(headings))

    outcome = bring_and_apply(report, filled.saved(), member)

    assert told(outcome) == [("removed", "2.3", "Taller")]
    assert list(Record.objects.all()) == [kept]


def test_a_copied_row_is_a_new_one(report, member):
    row(report, "2.3", "Taller")
    filled = Filled(report)
    page = filled.book["Eje 1"]
    for column in range(1, page.max_column + 1):
        page.cell(3, column).value = page.cell(2, column).value
    filled.put_all("Eje 1", 3, {"¿Qué se hizo?": "Otro taller"})

    assert told(bring_and_apply(report, filled.saved(), member)) == [("new", "2.3", "Otro taller")]
    assert Record.objects.count() == 2


def test_a_row_that_goes_to_another_activity_is_removed_there_and_new_here(report, member):
    row(report, "2.2", "Mesa")
    filled = Filled(report).put_all("Eje 1", 2, {"Actividad": "2.1"})
    outcome = bring_and_apply(report, filled.saved(), member)
    assert sorted(told(outcome)) == [("new", "2.1", "Mesa"), ("removed", "2.2", "Mesa")]
    assert Record.objects.get().entry.activity.code == "2.1"


def test_what_is_said_of_an_activity_is_changed(report, member):
    filled = Filled(report)
    line = filled.line_of("Avances", "Actividad", "2.3")
    filled.put_all(
        "Avances",
        line,
        {
            "¿Cómo está la actividad?": "concluida",
            "Avances": "Una línea.\n=Otra línea.",
            "Enfoques rectores aplicados": "derechos humanos; Interseccionalidad",
            "Riesgos que se presentaron": "R1;R2",
            "Ninguna acción terminó": "sí",
        },
    )
    outcome = bring_and_apply(report, filled.saved(), member)

    assert told(outcome) == [("changed", "2.3", "")]
    entry = report.entries.get(activity__code="2.3")
    assert (entry.status, entry.progress) == ("done", "Una línea.\r\n=Otra línea.")
    assert entry.no_records
    assert entry.version == 2
    assert entry.approaches.count() == 2
    assert [risk.code for risk in entry.risks_met.all()] == ["R1", "R2"]


def test_no_activity_is_said_and_taken_back(report, member):
    declare_no_activity(report, codes=["2.1"], by=member)
    filled = Filled(report)
    for code, said in (("2.1", None), ("2.2", "sí")):
        line = filled.line_of("Avances", "Actividad", code)
        filled.put_all("Avances", line, {"Sin actividad este semestre": said})

    bring_and_apply(report, filled.saved(), member)

    silent = ProgressEntry.objects.filter(no_activity=True)
    assert list(silent.values_list("activity__code", flat=True)) == ["2.2"]


def test_no_activity_of_an_activity_with_actions_is_a_wrong_cell(report, member):
    row(report, "2.2", "Mesa")
    filled = Filled(report)
    line = filled.line_of("Avances", "Actividad", "2.2")
    filled.put_all("Avances", line, {"Sin actividad este semestre": "sí"})
    (fault,) = found(report, filled, member).faults
    assert (fault.line, fault.heading) == (line, "Sin actividad este semestre")
    assert "ya tiene acciones" in fault.sentence


def test_a_new_action_takes_back_that_there_was_none(report, member):
    declare_no_activity(report, codes=["2.3"], by=member)
    bring_and_apply(report, with_action(report).saved(), member)
    assert not report.entries.get(activity__code="2.3").no_activity


def test_lines_of_links_add_and_remove_evidence_and_leave_what_others_added(report, member):
    record = row(report, "2.3", "Taller")
    for address in ("https://a.example/1", "https://a.example/2"):
        EvidenceFactory(entry=record.entry, record=record, url=address)
    filled = Filled(report)
    EvidenceFactory(entry=record.entry, record=record, url="https://a.example/de-otra-persona")
    filled.put_all("Eje 1", 2, {"Enlaces de evidencia": "https://a.example/2\na.example/nuevo"})

    outcome = bring_and_apply(report, filled.saved(), member)

    assert told(outcome) == [("changed", "2.3", "Taller")]
    assert sorted(record.evidence.values_list("url", flat=True)) == [
        "https://a.example/2",
        "https://a.example/de-otra-persona",
        "https://a.example/nuevo",
    ]
    assert Record.objects.get().version == 1


def test_a_new_institution_enters_the_directory_once(report, member):
    filled = with_action(report, **{"Institución 1": "Cruz Azul", "Más instituciones": "Cruz Rosa"})
    filled.put_all("Eje 1", 3, {**ACTION, **DAY, "Institución 1": "cruz azul"})
    for line, name in ((2, "Cruz Azul"), (3, "Cruz Rosa")):
        filled.put_all(
            "Instituciones",
            line,
            {
                "Nombre": name,
                "Tipo": "Sociedad civil",
                "Sector": "Atención y protección",
                "Es otra": "sí",
            },
        )
    outcome = bring_and_apply(report, filled.saved(), member)
    assert len(outcome.changes) == 2
    named = [sorted(str(one) for one in row.institutions.all()) for row in Record.objects.all()]
    assert named == [["Cruz Azul", "Cruz Rosa"], ["Cruz Azul"]]


def test_two_numbers_of_one_activity_go_to_the_measures_that_the_row_names(report, member):
    filled = Filled(report).put_all(
        "Eje 1",
        2,
        {
            **DAY,
            "Actividad": "4.1",
            "¿Qué se hizo?": "Taller",
            "Medida que se cuenta": "4.1.b Empresas asistentes",
            "Número": 9,
        },
    )
    bring_and_apply(report, filled.saved(), member)
    figure = Record.objects.get().figures.get()
    assert (figure.measure.code, figure.number) == ("4.1.b", 9)


def test_applying_twice_is_harmless(report, member):
    upload = exchange.bring(report, name="l", content=with_action(report).saved(), by=member)
    shown = exchange.check(upload, by=member).digest
    for _again in range(2):
        assert exchange.apply(upload, shown=shown, by=member).is_applied
    assert Record.objects.count() == 1
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.applied_by) == (b"", member.user)


def test_a_new_upload_takes_the_place_of_the_waiting_one_of_the_same_person(report, member):
    colleague = MembershipFactory(stakeholder=report.stakeholder)
    content = Filled(report).saved()
    exchange.bring(report, name="suyo", content=content, by=colleague)
    for name in ("uno", "dos"):
        exchange.bring(report, name=name, content=content, by=member)
    assert sorted(WorkbookUpload.objects.values_list("name", flat=True)) == ["dos", "suyo"]


def test_nothing_is_written_when_it_is_not_what_was_shown(report, member):
    upload = exchange.bring(report, name="l", content=with_action(report).saved(), by=member)
    outcome = exchange.apply(upload, shown="lo de antes", by=member)
    assert not outcome.is_applied
    assert told(outcome) == [("new", "2.3", "Taller en Tegucigalpa")]
    assert not Record.objects.exists()


def test_one_wrong_cell_and_nothing_is_written(report, member):
    filled = with_action(report).put_all("Eje 1", 3, {**ACTION, **DAY, "Cantidad": 0})
    upload = exchange.bring(report, name="l", content=filled.saved(), by=member)
    outcome = exchange.check(upload, by=member)
    assert [(fault.line, fault.heading) for fault in outcome.faults] == [(3, "Cantidad")]
    applied = exchange.apply(upload, shown=outcome.digest, by=member)
    assert not applied.is_applied
    assert not Record.objects.exists()


def test_a_row_that_was_saved_in_the_page_since_is_refused_with_its_place(report, member):
    record = row(report, "2.3", "Taller")
    filled = Filled(report).put_all("Eje 1", 2, {"¿Qué se hizo?": "Curso"})
    record.place = "Copán"
    change_record(record, parts=Parts(), by=member)
    with pytest.raises(exchange.Refused, match="«Eje 1», fila 2"):
        found(report, filled, member)


def test_a_row_that_was_removed_in_the_page_since_is_not_made_again(report, member):
    record = row(report, "2.3", "Taller")
    filled = Filled(report).put_all("Eje 1", 2, {"¿Qué se hizo?": "Curso"})
    record.delete()
    with pytest.raises(exchange.Refused, match="se quitó en la página"):
        found(report, filled, member)


def test_what_a_colleague_added_since_stays(report, member):
    filled = with_action(report)
    row(report, "2.3", "De otra persona")
    assert told(found(report, filled, member)) == [("new", "2.3", "Taller en Tegucigalpa")]


def test_an_activity_that_was_told_in_the_page_since_is_refused(report, member):
    filled = Filled(report)
    line = filled.line_of("Avances", "Actividad", "2.3")
    filled.put_all("Avances", line, {"Avances": "Del libro."})
    report.entries.filter(activity__code="2.3").update(progress="De la página.", version=2)
    with pytest.raises(exchange.Refused, match=f"«Avances», fila {line}"):
        found(report, filled, member)


def test_a_workbook_of_another_country_is_refused(report, member, period):
    other = period.reports.get(stakeholder__code="GT")
    with pytest.raises(exchange.Refused, match="otro país"):
        found(report, Filled(other), member)


def test_a_workbook_of_another_semester_is_refused(report, next_report, member):
    with pytest.raises(exchange.Refused, match="es de 2025-2 y este informe es de 2025-1"):
        found(report, Filled(next_report), member)


def test_a_report_that_was_sent_takes_no_workbook(report, member):
    filled = with_action(report)
    report.state = "submitted"
    report.submitted_at, report.submitted_by = timezone.now(), member.user
    report.save()
    with pytest.raises(exchange.Refused, match="ya no se puede cambiar"):
        found(report, filled, member)


def test_who_does_not_report_brings_nothing(report):
    stranger = MembershipFactory()
    with pytest.raises(exchange.Refused, match="ya no informa"):
        found(report, Filled(report), stranger)
    assert issubclass(exchange.Refused, Exception)
    assert not issubclass(exchange.Refused, WritingDenied)


def test_institutions_of_another_country_are_not_in_the_workbook(report):
    InstitutionFactory(name="Ministerio ajeno")
    fill_country(report)
    names = [cell.value for cell in Filled(report).book["Instituciones"]["A"]]
    assert names == ["Nombre", "Ministerio Público; Fiscalía", "OIM Honduras"]


def entry_of(report, code: str) -> ProgressEntry:
    return ProgressEntry.objects.select_related("report").get(report=report, activity__code=code)


def test_a_row_that_nobody_touched_in_the_workbook_follows_the_page(report, member):
    stored = row(report, "2.3", "Taller")
    filled = Filled(report).put_all("Eje 1", 3, {**ACTION, **DAY, "¿Qué se hizo?": "Otro"})
    stored.title = "Corregido en la página"
    change_record(stored, parts=Parts(), by=member)
    entry = entry_of(report, "2.1")
    entry.progress = "Escrito en la página."
    save_entry(entry, version=entry.version, by=member)

    outcome = bring_and_apply(report, filled.saved(), member)

    assert told(outcome) == [("new", "2.3", "Otro")]
    assert set(Record.objects.values_list("title", flat=True)) == {"Corregido en la página", "Otro"}
    assert entry_of(report, "2.1").progress == "Escrito en la página."


def test_an_untouched_workbook_leaves_what_a_colleague_said_meanwhile(report, member):
    blank = Filled(report).saved()
    declare_no_activity(report, codes=["2.3"], by=member)

    assert found_in(report, blank, member).is_empty

    said = Filled(report).saved()
    say_activity(entry_of(report, "2.3"), by=member)

    assert found_in(report, said, member).is_empty
    assert entry_of(report, "2.3").no_activity is False


def found_in(report, content: bytes, member) -> exchange.Outcome:
    return exchange.find_changes(report, content, by=member)


def test_no_activity_and_something_told_is_a_fault_of_its_cell(report, member):
    filled = Filled(report)
    line = filled.line_of("Avances", "Actividad", "2.3")
    filled.put_all("Avances", line, {"Avances": "Algo.", "Sin actividad este semestre": "sí"})

    [fault] = found(report, filled, member).faults

    assert (fault.sheet, fault.line, fault.heading) == (
        "Avances",
        line,
        "Sin actividad este semestre",
    )
    assert "borre lo uno o lo otro" in fault.sentence
