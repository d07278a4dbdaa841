import pytest
from django.utils import timezone

from monitoring.changes import note
from monitoring.models import (
    ChangeAction,
    Comment,
    ProgressEntry,
    ProgressReport,
    ReportState,
)
from plan.models import GuidingApproach
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.views.pages import address, narrative

pytestmark = pytest.mark.django_db


def test_a_draft_is_saved_and_the_page_says_so(entry, focal_point, enter):
    response = enter(focal_point).post(address("entry_detail", entry), narrative(), follow=True)

    assert "Guardado: actividad 2.3." in response.content.decode()
    saved = ProgressEntry.objects.get()
    assert (saved.progress, saved.saved_by) == ("Se hizo.", focal_point.user)


def test_a_missing_reason_is_said_beside_its_field_and_the_text_stays(entry, focal_point, enter):
    response = enter(focal_point).post(
        address("entry_detail", entry), narrative(status="rescheduled", progress="Lo escrito.")
    )

    assert response.status_code == 422
    assert "Escriba el motivo" in response.context["form"].errors["reason"][0]
    assert "Lo escrito." in response.content.decode()
    assert ProgressEntry.objects.get().progress == ""


def test_a_conflict_shows_both_texts_and_saving_again_is_a_choice(entry, focal_point, enter):
    ProgressEntry.objects.update(
        progress="El de la otra.", version=2, saved_by=UserFactory(), saved_at=timezone.now()
    )
    client = enter(focal_point)

    response = client.post(address("entry_detail", entry), narrative(progress="El mío."))

    page = response.content.decode()
    assert response.status_code == 409
    assert "El de la otra." in page
    assert "El mío." in page
    assert ProgressEntry.objects.get().progress == "El de la otra."
    assert response.context["form"]["version"].value() == "2"
    client.post(address("entry_detail", entry), narrative(progress="El mío.", version="2"))
    assert ProgressEntry.objects.get().progress == "El mío."


def test_what_was_typed_stays_when_the_report_was_sent_meanwhile(entry, focal_point, enter):
    ProgressReport.objects.update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), submitted_by=focal_point.user
    )

    response = enter(focal_point).post(
        address("entry_detail", entry), narrative(progress="Un texto largo.")
    )

    assert response.status_code == 422
    assert "ya no se puede cambiar" in response.content.decode()
    assert "Un texto largo." in response.content.decode()


def test_no_activity_is_taken_back(entry, focal_point, enter):
    ProgressEntry.objects.update(no_activity=True)

    enter(focal_point).post(address("no_activity_undo", entry))

    assert ProgressEntry.objects.get().no_activity is False


def test_reviewer_and_country_talk_under_an_activity(entry, focal_point, secretariat, enter):
    enter(secretariat).post(address("comment_add", entry), {"text": "¿Y la lista?"})
    response = enter(focal_point).get(address("entry_detail", entry))

    assert "¿Y la lista?" in response.content.decode()
    assert Comment.objects.get().stakeholder == secretariat.stakeholder


def test_a_comment_that_came_too_late_stays_on_the_page(entry, focal_point, enter):
    ProgressReport.objects.update(
        state=ReportState.VALIDATED,
        submitted_at=timezone.now(),
        submitted_by=focal_point.user,
        validated_at=timezone.now(),
        validated_by=UserFactory(),
    )

    response = enter(focal_point).post(
        address("comment_add", entry), {"text": "Lo que iba a decir"}
    )

    assert response.status_code == 422
    assert "Lo que iba a decir" in response.content.decode()
    assert not Comment.objects.exists()


def test_an_empty_comment_is_said_beside_its_field(entry, focal_point, enter):
    response = enter(focal_point).post(address("comment_add", entry), {"text": " "})

    assert response.status_code == 422
    assert response.context["comment_form"].errors["text"]


@pytest.fixture
def earlier(entry):
    """What the country said of the same activity the semester before, whoever wrote it."""
    before = PeriodFactory(semester=SemesterFactory(year=2024, half=2))
    return EntryFactory(
        report__stakeholder=entry.report.stakeholder,
        report__period=before,
        activity=entry.activity,
        progress="Lo que se dijo antes.",
        obstacles="El de antes.",
        saved_by=UserFactory(),
        saved_at=timezone.now(),
    )


def test_what_the_country_said_before_stands_beside_the_fields(entry, earlier, focal_point, enter):
    RecordFactory(entry=earlier, title="La mesa de antes")

    page = enter(focal_point).get(address("entry_detail", entry)).content.decode()

    for said in ("En 2024-2 se dijo:", "Lo que se dijo antes.", "La mesa de antes"):
        assert said in page


def test_another_countrys_words_do_not_stand_there(entry, earlier, enter):
    other = EntryFactory(report__period=entry.report.period, activity=entry.activity, progress="")
    client = enter(MembershipFactory(stakeholder=other.report.stakeholder))

    assert (
        "Lo que se dijo antes." not in client.get(address("entry_detail", other)).content.decode()
    )


def test_bringing_a_text_adds_it_to_what_is_typed_and_saves_nothing(
    entry, earlier, focal_point, enter
):
    response = enter(focal_point).post(
        address("entry_detail", entry),
        narrative(progress="Lo de ahora.", next_steps="Seguir.", bring="progress"),
    )

    form = response.context["form"]
    assert form["progress"].value() == "Lo de ahora.\n\nLo que se dijo antes."
    assert (form["next_steps"].value(), form["version"].value()) == ("Seguir.", "1")
    assert "todavía no se ha guardado" in response.content.decode()
    assert ProgressEntry.objects.get(pk=entry.pk).progress == ""


@pytest.mark.parametrize("name", ["status", "version", "reason", "x"])
def test_only_texts_are_brought(entry, earlier, focal_point, enter, name):
    response = enter(focal_point).post(
        address("entry_detail", entry), narrative(progress="Lo mío.", bring=name)
    )

    assert response.context["form"]["progress"].value() == "Lo mío."


def test_a_row_of_before_is_a_model_for_a_new_one(entry, earlier, focal_point, enter):
    institution = InstitutionFactory(country=entry.report.stakeholder)
    before = RecordFactory(
        entry=earlier, title="Mesa", place="Danlí", quantity=3, institutions=[institution]
    )

    page = f"{address('record_add', entry)}?como={before.key}"
    form = enter(focal_point).get(page).context["form"]

    assert [form[name].value() for name in ("title", "place", "institutions", "ended_on")] == [
        "Mesa",
        "Danlí",
        [institution.name],
        None,
    ]
    assert form["key"].value() != before.key


def test_the_row_of_a_neighbour_is_no_model(entry, focal_point, enter):
    theirs = RecordFactory(entry__activity=entry.activity, title="Lo ajeno")

    page = f"{address('record_add', entry)}?como={theirs.key}"

    assert enter(focal_point).get(page).context["form"]["title"].value() == ""


def test_in_a_conflict_the_person_takes_what_is_saved_field_by_field(entry, focal_point, enter):
    ProgressEntry.objects.update(progress="El de la otra.", version=2)
    typed = narrative(progress="El mío.", obstacles="Mis obstáculos.", version="2")

    response = enter(focal_point).post(
        address("entry_detail", entry), {**typed, "take": "progress"}
    )

    form = response.context["form"]
    assert form["progress"].value() == "El de la otra."
    assert form["obstacles"].value() == "Mis obstáculos."
    assert ProgressEntry.objects.get().obstacles == ""


def test_saving_says_what_was_saved_and_the_history_keeps_it(entry, focal_point, enter):
    client = enter(focal_point)

    page = client.post(
        address("entry_detail", entry), narrative(obstacles="Poco tiempo.", stay="1"), follow=True
    ).content.decode()

    assert "Guardado: actividad 2.3. A las" in page
    assert "cambió: avances, obstáculos." in page
    assert "Historia de esta actividad" in page
    assert "<ins>Poco tiempo.</ins>" in page


def test_saving_the_same_again_says_that_nothing_changed(entry, focal_point, enter):
    client = enter(focal_point)
    client.post(address("entry_detail", entry), narrative())

    page = client.post(
        address("entry_detail", entry), narrative(version="2"), follow=True
    ).content.decode()

    assert "No había cambios." in page


def test_that_none_ended_is_refused_while_rows_stand(entry, focal_point, enter):
    RecordFactory(entry=entry)

    response = enter(focal_point).post(address("entry_detail", entry), narrative(no_records="on"))

    assert response.context["form"].errors["no_records"] == [
        "Hay acciones de este semestre en la lista: quite esta marca."
    ]


def test_enfoques_and_risks_are_kept_with_how(entry, focal_point, enter):
    plan = entry.activity.plan
    approach = GuidingApproach.objects.create(plan=plan, order=1, name="Género", text="…")
    risk = RiskFactory(plan=plan)

    enter(focal_point).post(
        address("entry_detail", entry),
        narrative(
            approaches=[approach.pk],
            approaches_how="En el temario.",
            risks_met=[risk.pk],
            risks_response="Se cambió la fecha.",
        ),
    )

    stored = ProgressEntry.objects.get()
    assert (list(stored.approaches.all()), list(stored.risks_met.all())) == ([approach], [risk])
    assert (stored.approaches_how, stored.risks_response) == (
        "En el temario.",
        "Se cambió la fecha.",
    )


def test_observers_do_not_read_how_a_text_came_to_be(entry, enter):
    validated = EntryFactory(report__validated=True, activity__code="1.7")
    writer = MembershipFactory(stakeholder=validated.report.stakeholder)
    note(
        validated,
        ChangeAction.SAVED,
        by=writer,
        before={"Avances": "Una frase retirada"},
        after={"Avances": "Otra"},
    )
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))

    page = enter(observer).get(address("entry_detail", validated)).content.decode()
    own = enter(writer).get(address("entry_detail", validated)).content.decode()

    assert "Una frase retirada" not in page
    assert "Una frase retirada" in own


def test_the_values_of_earlier_semesters_stand_beside_this_ones(entry, earlier, focal_point, enter):
    measure = MeasureFactory(activity=entry.activity)
    RecordFactory(entry=earlier, quantity=4)
    RecordFactory(entry=entry, quantity=2)

    [one] = enter(focal_point).get(address("entry_detail", entry)).context["values"]

    assert one["measure"] == measure
    assert [(semester, value["number"]) for semester, value in one["values"]] == [
        ("2025-1", 2),
        ("2024-2", 4),
    ]


def test_the_last_words_are_those_of_the_last_semester_that_had_some(
    entry, earlier, focal_point, enter
):
    later = PeriodFactory(semester=SemesterFactory(year=2025, half=2))
    last = EntryFactory(
        report__stakeholder=entry.report.stakeholder,
        report__period=later,
        activity=entry.activity,
        progress="",
    )
    entry.no_activity = True
    entry.save()

    page = enter(focal_point).get(address("entry_detail", last)).content.decode()

    assert "En 2024-2 se dijo:" in page


@pytest.mark.parametrize("count", [1, 3])
def test_an_activity_costs_the_same_for_any_number_of_rows_and_measures(
    entry, earlier, focal_point, enter, count, django_assert_num_queries
):
    for _number in range(count):
        MeasureFactory(activity=entry.activity, kind="people")
        for one in (entry, earlier):
            institution = InstitutionFactory(country=entry.report.stakeholder)
            RecordFactory(entry=one, institutions=[institution])
    client = enter(focal_point)

    with django_assert_num_queries(15):
        client.get(address("entry_detail", entry))


def test_a_conflict_is_only_about_what_the_person_changed(entry, focal_point, enter):
    client = enter(focal_point)
    read = {"initial-progress": "", "initial-obstacles": "", "initial-status": "in_progress"}
    ProgressEntry.objects.update(progress="El de la otra.", obstacles="Los suyos.", version=2)

    response = client.post(
        address("entry_detail", entry), {**narrative(progress="El mío.", obstacles=""), **read}
    )

    assert [one.name for one in response.context["conflict"]["differences"]] == ["progress"]
    form = response.context["form"]
    assert (form["progress"].value(), form["obstacles"].value()) == ("El mío.", "Los suyos.")
    assert 'name="initial-progress" value="El de la otra."' in response.content.decode()


def test_a_conflict_tells_that_a_colleague_said_that_there_was_no_activity(
    entry, focal_point, enter
):
    ProgressEntry.objects.update(no_activity=True, version=2)

    response = enter(focal_point).post(address("entry_detail", entry), narrative())

    assert response.status_code == 409
    assert [one.name for one in response.context["conflict"]["differences"]] == [
        "progress",
        "no_activity",
    ]


def test_bringing_into_a_report_that_was_sent_meanwhile_says_so_and_keeps_the_text(
    entry, earlier, focal_point, enter
):
    ProgressReport.objects.filter(pk=entry.report_id).update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), submitted_by=focal_point.user
    )

    response = enter(focal_point).post(
        address("entry_detail", entry), narrative(progress="Lo mío.", bring="progress")
    )

    assert response.status_code == 422
    assert "Lo mío." in response.content.decode()
    assert "puede retirarlo" in response.content.decode()
