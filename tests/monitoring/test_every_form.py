"""Whatever a person, a browser or a robot sends, each form answers in sentences or takes it."""

import datetime
import inspect
import uuid
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring import entries, evidence, forms, owing, records
from monitoring.achievement import Thresholds
from monitoring.events import EventGroup
from monitoring.forms import (
    annual,
    annual_publish,
    annual_readers,
    annual_sections,
    comments,
    dashboard,
    events,
    findings,
    history,
    institutions,
    periods,
    priorities,
    region,
    reports,
    review,
    workbook,
)
from monitoring.forms import evidence as evidence_forms
from monitoring.forms import owing as owing_forms
from monitoring.forms import records as record_forms
from monitoring.gaps import Facts, ranked
from monitoring.models import AnnualReport, AnnualText, Finding, ProgressEntry, Record
from monitoring.ranking import Line
from plan.models import Breakdown, CountedFrom, Kind
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WITHIN_REASON = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SPECIAL = [
    "",
    " ",
    "0",
    "-1",
    "1.000",
    "1e9",
    "NaN",
    "9" * 40,
    "2025-03-01",
    "0000-00-00",
    "9999-12-31",
    "2025-02-30",
    "nul\0o",
    "\u202etxet",
    "<script>",
    "https://a.example",
    "javascript:x",
    "on",
    "new",
    "national",
    "in_progress",
    "rescheduled",
    str(uuid.UUID(int=7)),
]
anything = st.sampled_from(SPECIAL) | st.text(max_size=30)


@pytest.fixture
def entry():
    """An activity that asks for every kind of measure, with a row and a directory."""
    entry = EntryFactory()
    for kind in Kind:
        MeasureFactory(activity=entry.activity, kind=kind)
    MeasureFactory(
        activity=entry.activity, kind=Kind.COUNT, counted_from=CountedFrom.FIGURES, letter="x"
    )
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE, breakdown=Breakdown.SEX, letter="y")
    RecordFactory(entry=entry)
    InstitutionFactory(country=entry.report.stakeholder, name="Ministerio Público")
    return entry


def posted(names, values) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, several in zip(names, values, strict=False):
        data.setlist(name, several)
    return data


def typed_into(names) -> st.SearchStrategy[QueryDict]:
    """Every field with nothing, one thing or two things in it."""
    several = st.lists(anything, max_size=2)
    return st.lists(several, min_size=len(names), max_size=len(names)).map(
        lambda values: posted(names, values)
    )


def answers(form) -> bool:
    """Whether it takes what came; where not, it says why in words, and it can be shown again."""
    is_valid = form.is_valid()
    assert is_valid or all(str(one).strip() for errors in form.errors.values() for one in errors)
    for field in form:
        assert str(field) is not None
    return is_valid


def undone(act) -> None:
    """Do it for good and for real, and take it back, so that each example begins alike."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


@WITHIN_REASON
@given(data=st.data())
def test_a_row_is_stored_or_answered(entry, data):
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    blank = record_forms.RecordForm(instance=record_forms.new_record(), entry=entry)
    names = [*blank.fields, "nueva-0-name", "nueva-0-same", "nueva-0-type", "nueva-0-sector"]
    typed = data.draw(typed_into(names))
    for name, value in {"version": "1", "quantity": "1", "ended_on": "2025-03-01"}.items():
        if data.draw(st.booleans()):
            typed[name] = value
    form = record_forms.RecordForm(typed, instance=record_forms.new_record(), entry=entry)

    if answers(form):
        undone(lambda: records.add_record(form.row(), parts=form.parts(), by=member))


@WITHIN_REASON
@given(data=st.data())
def test_a_likely_row_is_stored_with_what_was_typed(entry, data):
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    numbers = st.integers(0, 10**6)
    women, men = data.draw(numbers), data.draw(numbers)
    title = data.draw(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=99))
    day = data.draw(st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 6, 30)))
    typed = QueryDict(mutable=True)
    typed.update(
        {
            "title": title,
            "ended_on": day.isoformat(),
            "quantity": "1",
            "scope": "national",
            "version": "1",
            "key": str(uuid.uuid4()),
            "medida-y-women": str(women),
            "medida-y-men": str(men),
        }
    )
    form = record_forms.RecordForm(typed, instance=record_forms.new_record(), entry=entry)
    assert answers(form), form.errors

    with transaction.atomic():
        stored = Record.objects.get(
            pk=records.add_record(form.row(), parts=form.parts(), by=member).pk
        )
        figures = dict(stored.figures.values_list("category", "number"))
        transaction.set_rollback(True)

    assert (stored.title, stored.ended_on) == (title, day)
    assert figures == {"women": women, "men": men}


@WITHIN_REASON
@given(data=st.data())
def test_a_narrative_is_stored_or_answered(entry, data):
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    typed = data.draw(typed_into(list(reports.EntryForm(instance=entry).fields)))
    if data.draw(st.booleans()):
        typed["version"] = str(entry.version)
    instance = ProgressEntry.objects.select_related("activity", "report").get(pk=entry.pk)
    form = reports.EntryForm(typed, instance=instance)

    def save():
        version = form.cleaned_data["version"]
        try:
            entries.save_entry(form.instance, version=version, by=member, chosen=form.chosen())
        except records.Stale:
            assert version != entry.version

    if answers(form):
        undone(save)


@WITHIN_REASON
@given(data=st.data(), content=st.binary(max_size=60), name=anything)
def test_evidence_is_stored_or_answered(entry, data, content, name):
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    typed = data.draw(typed_into(["title", "record", "is_public", "links"]))
    ending = data.draw(st.sampled_from(["pdf", "txt", "csv", "docx", "odt", "exe", ""]))
    file = SimpleUploadedFile(f"{name or 'x'}.{ending}", content)
    files = MultiValueDict({"files": data.draw(st.lists(st.just(file), max_size=1))})
    form = evidence_forms.EvidenceForm(typed, files, entry=entry)

    if answers(form):
        undone(lambda: evidence.add_evidence(form.several(), by=member))


def prefixed(typed: QueryDict, prefix: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, several in typed.lists():
        data.setlist(f"{prefix}-{name}", several)
    return data


def reader():
    return UserFactory(is_superuser=True)


def line_of(activity) -> Line:
    facts = Facts(code=activity.code, order=activity.order, asked=2, missing=("Honduras",))
    [gap] = ranked([facts], Thresholds(50, 90))
    return Line(activity, gap, None)


OTHERS = {
    comments.AnswerForm: lambda entry, typed: comments.AnswerForm(typed),
    comments.CommentForm: lambda entry, typed: comments.CommentForm(
        typed, rows=entry.records.all()
    ),
    review.RejectForm: lambda entry, typed: review.RejectForm(typed),
    reports.TransitionForm: lambda entry, typed: reports.TransitionForm(typed),
    reports.ReopenForm: lambda entry, typed: reports.ReopenForm(typed),
    reports.ReportFilterForm: lambda entry, typed: reports.ReportFilterForm(typed),
    reports.StartReportForm: lambda entry, typed: reports.StartReportForm(typed),
    periods.OpenSemesterForm: lambda entry, typed: periods.OpenSemesterForm(typed),
    periods.ChangeDatesForm: lambda entry, typed: periods.ChangeDatesForm(
        prefixed(typed, "fechas"), period=entry.report.period
    ),
    periods.ExtendForm: lambda entry, typed: periods.ExtendForm(
        prefixed(typed, "prorroga"), period=entry.report.period
    ),
    owing_forms.PlanOwingFilter: lambda entry, typed: owing_forms.PlanOwingFilter(
        typed, owing=owing.read_plan(entry.activity.plan, reader())
    ),
    owing_forms.SemesterOwingFilter: lambda entry, typed: owing_forms.SemesterOwingFilter(
        typed, owing=owing.read_semester(entry.report.period, reader())
    ),
    owing_forms.NoticeFilter: lambda entry, typed: owing_forms.NoticeFilter(typed),
    dashboard.DashboardForm: lambda entry, typed: dashboard.DashboardForm(
        typed,
        data_of_year={"axes": [], "countries": [], "semesters": []},
        years=[2025, 2026],
        year=2025,
    ),
    region.ScheduleProgressForm: lambda entry, typed: region.ScheduleProgressForm(
        typed, parties=[{"code": "HN", "name": "Honduras"}], axes=[("1", "Eje 1")]
    ),
    region.CountriesFilter: lambda entry, typed: region.CountriesFilter(
        typed, years=[2025, 2026], year=2025
    ),
    region.InstitutionFilter: lambda entry, typed: region.InstitutionFilter(
        typed, countries=[("HN", "Honduras")]
    ),
    reports.NoActivityForm: lambda entry, typed: reports.NoActivityForm(typed, report=entry.report),
    annual.YearForm: lambda entry, typed: annual.YearForm(typed),
    annual_readers.ReplyForm: lambda entry, typed: annual_readers.ReplyForm(typed),
    annual_readers.ReplyFilter: lambda entry, typed: annual_readers.ReplyFilter(
        typed, reports=[AnnualReport(pk=1, year=2025)]
    ),
    annual_readers.PastReportForm: lambda entry, typed: annual_readers.PastReportForm(
        typed, MultiValueDict()
    ),
    annual_sections.SectionForm: lambda entry, typed: annual_sections.SectionForm(
        typed, instance=AnnualText()
    ),
    annual_sections.SectionCommentForm: lambda entry, typed: annual_sections.SectionCommentForm(
        typed
    ),
    annual_sections.EndorseForm: lambda entry, typed: annual_sections.EndorseForm(typed),
    annual.AnnualForm: lambda entry, typed: annual.AnnualForm(typed, instance=AnnualReport()),
    annual_publish.PublishForm: lambda entry, typed: annual_publish.PublishForm(
        typed, needs_reason=True
    ),
    events.GroupForm: lambda entry, typed: events.GroupForm(
        typed, group=EventGroup(entry.activity, list(entry.records.all()))
    ),
    findings.FindingForm: lambda entry, typed: findings.FindingForm(
        typed, instance=Finding(plan=entry.activity.plan), plan=entry.activity.plan
    ),
    findings.FindingFilter: lambda entry, typed: findings.FindingFilter(typed, found=[]),
    findings.StepForm: lambda entry, typed: findings.StepForm(typed),
    findings.ResultForm: lambda entry, typed: findings.ResultForm(typed),
    findings.CloseForm: lambda entry, typed: findings.CloseForm(typed),
    findings.ReopenForm: lambda entry, typed: findings.ReopenForm(typed),
    priorities.RankingFilter: lambda entry, typed: priorities.RankingFilter(
        typed, lines=[line_of(entry.activity)]
    ),
    priorities.DecisionForm: lambda entry, typed: priorities.DecisionForm(
        prefixed(typed, f"a{entry.activity.code}"),
        line=line_of(entry.activity),
        semesters=[entry.report.period.semester],
    ),
    priorities.EndorseForm: lambda entry, typed: priorities.EndorseForm(typed),
    priorities.TakeForm: lambda entry, typed: priorities.TakeForm(typed),
    history.HistoryFilterForm: lambda entry, typed: history.HistoryFilterForm(typed, codes=["1.1"]),
    events.SameEventForm: lambda entry, typed: events.SameEventForm(
        typed, record=entry.records.first()
    ),
    workbook.WorkbookForm: lambda entry, typed: workbook.WorkbookForm(typed, MultiValueDict()),
    institutions.NewInstitutionForm: lambda entry, typed: institutions.NewInstitutionForm(
        typed.dict(),
        name="Otra",
        directory=institutions.Directory.of(entry.report.stakeholder),
        prefix="nueva-0",
        number=0,
    ),
}


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.__name__)
@WITHIN_REASON
@given(data=st.data())
def test_every_other_form_answers(form, entry, data):
    names = list(OTHERS[form](entry, QueryDict()).fields)

    answers(OTHERS[form](entry, data.draw(typed_into(names))))


def test_no_form_of_the_reports_is_left_out():
    tested = {
        *OTHERS,
        record_forms.RecordForm,
        reports.EntryForm,
        evidence_forms.EvidenceForm,
    }
    modules = [
        import_module(f"{forms.__name__}.{module.name}") for module in iter_modules(forms.__path__)
    ]
    found = {
        form
        for module in modules
        for _name, form in inspect.getmembers(module, inspect.isclass)
        if issubclass(form, django_forms.BaseForm) and form.__module__ == module.__name__
    }

    without_heirs = {form for form in found if not form.__subclasses__()}
    assert without_heirs <= tested <= found
