import contextlib
import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from monitoring.models import (
    Comment,
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportEvent,
    ReportingPeriod,
    ReportState,
)
from plan.models import Kind
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    PlanEditionFactory,
    RecordFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return EntryFactory(activity__code="2.3", progress="")


@pytest.fixture
def focal_point(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder)


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def enter(client):
    def as_member(membership):
        client.force_login(membership.user)
        return client

    return as_member


def address(name, entry):
    return reverse(f"monitoring:{name}", args=[entry.report_id, entry.activity.code])


def narrative(**typed):
    return {"status": "in_progress", "progress": "Se hizo.", "version": "1", **typed}


def row(**typed):
    return {
        "title": "Taller",
        "ended_on": "2025-03-01",
        "quantity": "1",
        "scope": "national",
        "version": "1",
        "key": str(uuid.uuid4()),
        **typed,
    }


def pages_of(entry) -> list[str]:
    record = RecordFactory(entry=entry)
    evidence = EvidenceFactory(entry=entry)
    report = entry.report_id
    return [
        reverse("monitoring:report_detail", args=[report]),
        reverse("monitoring:report_reading", args=[report]),
        reverse("monitoring:no_activity", args=[report]),
        address("entry_detail", entry),
        address("record_add", entry),
        address("evidence_add", entry),
        record.get_absolute_url(),
        record.get_removal_url(),
        reverse("monitoring:evidence_remove", args=[evidence.pk]),
    ]


def posts_of(entry) -> list[str]:
    report = entry.report_id
    return [
        *[page for page in pages_of(entry) if "completo" not in page],
        *(address(name, entry) for name in ("comment_add", "no_activity_undo")),
        *(
            reverse(f"monitoring:report_{action}", args=[report])
            for action in ("submit", "return", "validate")
        ),
    ]


def stored_file(entry) -> str:
    file = ContentFile(b"acta", name="acta.pdf")
    return EvidenceFactory(entry=entry, url="", file=file).get_absolute_url()


def test_every_page_of_a_report_is_404_for_the_neighbour(entry, enter):
    client = enter(MembershipFactory())

    for page in [*pages_of(entry), stored_file(entry)]:
        assert client.get(page).status_code == 404, page


def test_every_write_to_a_report_is_404_for_the_neighbour(entry, enter):
    client = enter(MembershipFactory())

    for page in posts_of(entry):
        assert client.post(page, {"key": str(uuid.uuid4())}).status_code in (404, 405), page
    assert (Record.objects.count(), Comment.objects.count()) == (1, 0)


def test_who_has_no_hat_writes_nothing_and_gets_an_answer(entry, client):
    client.force_login(UserFactory(is_superuser=True))
    before = ProgressEntry.objects.values().get()

    codes = {
        client.post(page, {"key": str(uuid.uuid4()), "text": "x"}).status_code
        for page in posts_of(entry)
    }

    assert codes <= {200, 302, 403, 405, 422}
    assert ProgressEntry.objects.values().get() == before
    assert (Record.objects.count(), Comment.objects.count()) == (1, 0)


def test_every_page_of_a_report_opens_for_its_focal_point(entry, focal_point, enter):
    client = enter(focal_point)

    for page in pages_of(entry):
        assert client.get(page).status_code == 200, page
    with contextlib.closing(client.get(stored_file(entry))) as response:
        assert b"".join(response.streaming_content) == b"acta"


def test_the_secretariat_reads_a_report_and_writes_nothing_of_it(entry, secretariat, enter):
    client = enter(secretariat)
    seen = [client.get(page).status_code for page in pages_of(entry)]

    assert seen == [200, 200, 403, 200, 403, 403, 403, 403, 403]
    assert client.post(address("entry_detail", entry), narrative()).status_code == 403
    assert client.post(address("record_add", entry), row()).status_code == 403
    assert ProgressEntry.objects.get().progress == ""
    assert Record.objects.count() == 1


@pytest.fixture
def observed():
    """A validated activity with what is not for observers: a name, a comment, a message."""
    entry = EntryFactory(report__validated=True, activity__code="2.3")
    hidden = InstitutionFactory(
        country=entry.report.stakeholder, name="Albergue reservado", is_public=False
    )
    public = InstitutionFactory(country=entry.report.stakeholder, name="Ministerio público")
    RecordFactory(entry=entry, institutions=[hidden, public])
    reviewer = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    said = {"by": reviewer.user, "stakeholder": reviewer.stakeholder}
    Comment.objects.create(entry=entry, text="Charla interna", **said)
    ReportEvent.objects.create(
        report=entry.report, action="return", comment="Mensaje interno", key=uuid.uuid4(), **said
    )
    return entry


def shown_of(entry, client) -> str:
    report = entry.report_id
    pages = [
        reverse("monitoring:report_detail", args=[report]),
        reverse("monitoring:report_reading", args=[report]),
        address("entry_detail", entry),
    ]
    return "".join(client.get(page).content.decode() for page in pages)


@pytest.mark.parametrize("kind", ["observer", "donor"])
def test_an_observer_reads_results_and_not_the_review_nor_reserved_names(kind, observed, enter):
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))

    shown = shown_of(observed, client)

    assert "Ministerio público" in shown
    assert "y 1 que no se nombra" in shown
    for hidden in ("Albergue reservado", "Charla interna", "Mensaje interno"):
        assert hidden not in shown
    assert client.post(address("record_add", observed), row()).status_code == 403


def test_its_own_people_read_all_of_it(observed, enter):
    client = enter(MembershipFactory(stakeholder=observed.report.stakeholder))

    shown = shown_of(observed, client)

    for said in ("Albergue reservado", "Charla interna", "Mensaje interno"):
        assert said in shown


@pytest.mark.parametrize(
    "page",
    [
        "/seguimiento/informes/999999999999999999999999999999/",
        "/seguimiento/informes/999999999999999999999999999999/actividad/1.1/",
        "/seguimiento/informes/1/actividad/%00/",
        "/seguimiento/evidencia/999999999999999999999999999999/",
        "/plan/tim-2024-2028/actividad/%00/",
    ],
)
def test_an_impossible_address_is_not_found(page, secretariat, enter):
    assert enter(secretariat).get(page).status_code == 404


@pytest.mark.parametrize(
    "query", ["per_page=-1", "page=0", "page=x", "page=99", "sort=lost", f"semester={'9' * 30}"]
)
def test_an_impossible_query_shows_the_list(query, secretariat, enter):
    ReportFactory()

    response = enter(secretariat).get(f"{reverse('monitoring:report_list')}?{query}")

    assert response.content.decode().count("<progress") == 1


def test_every_answer_carries_the_strict_policy(secretariat, enter):
    client = enter(secretariat)

    for page in ("/", "/nada/", reverse("admin:index"), reverse("accounts:login")):
        policy = client.get(page)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_sent_report_says_so_instead_of_opening_a_form(entry, focal_point, enter):
    record = RecordFactory(entry=entry)
    ProgressReport.objects.update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), submitted_by=focal_point.user
    )
    client = enter(focal_point)

    for page in (address("record_add", entry), record.get_absolute_url()):
        assert "ya no se puede cambiar" in client.get(page, follow=True).content.decode()


def test_a_file_that_is_lost_is_not_found(entry, focal_point, enter):
    page = stored_file(entry)
    Evidence.objects.get().file.storage.delete(Evidence.objects.get().file.name)

    assert enter(focal_point).get(page).status_code == 404


def test_a_stranger_is_sent_to_log_in(entry, client):
    page = reverse("monitoring:report_detail", args=[entry.report_id])

    assert client.get(page).url == f"{reverse('accounts:login')}?next={page}"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_reports(
    count, secretariat, enter, django_assert_num_queries
):
    for _ in range(count):
        EntryFactory()
    client = enter(secretariat)

    with django_assert_num_queries(9):
        response = client.get(reverse("monitoring:report_list"))

    assert response.content.decode().count("<progress") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_for_any_number_of_activities(
    count, enter, django_assert_num_queries
):
    report = ReportFactory()
    for number in range(count):
        EntryFactory(report=report, activity__code=f"1.{number}")
    client = enter(MembershipFactory(stakeholder=report.stakeholder))

    with django_assert_num_queries(9):
        response = client.get(report.get_absolute_url())

    assert response.content.decode().count("✓ en proceso") == count


def test_the_list_filters_by_state_and_ignores_what_it_cannot_read(secretariat, enter):
    ReportFactory()
    submitted = ReportFactory(submitted=True)
    client = enter(secretariat)

    def listed(query):
        table = client.get(reverse("monitoring:report_list"), query).context["table"]
        return [report.pk for report in table.data.data]

    assert listed({"state": "submitted"}) == [submitted.pk]
    assert len(listed({"state": "lost", "semester": "x"})) == 2


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
    assert response.context["form"]["version"].value() == 2
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


def test_a_row_is_added_with_its_values(entry, focal_point, enter):
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)

    response = enter(focal_point).post(
        address("record_add", entry),
        row(**{"medida-a-women": "12", "new_institutions": "Colegio de Periodistas"}),
        follow=True,
    )

    page = response.content.decode()
    assert "Acción guardada." in page
    assert "12 mujeres" in page
    assert "Colegio de Periodistas" in page


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"new_institutions": "Una nueva\nOtra nueva"},
        {
            "medida-a-amount": "100",
            "medida-a-source": "Donante",
            "medida-a-status": "received",
        },
    ],
)
def test_the_same_row_sent_twice_by_a_poor_connection_is_one(entry, focal_point, enter, more):
    MeasureFactory(activity=entry.activity, kind=Kind.AMOUNT)
    client = enter(focal_point)
    typed = row(**{"medida-a-currency": "USD", **more})

    first = client.post(address("record_add", entry), typed)
    second = client.post(address("record_add", entry), typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Record.objects.count() == 1


def test_a_row_changed_after_going_back_shows_both_and_loses_nothing(entry, focal_point, enter):
    client = enter(focal_point)
    typed = row()
    client.post(address("record_add", entry), typed)

    response = client.post(address("record_add", entry), {**typed, "title": "Otro título"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Taller" in page
    assert "Otro título" in page
    record = Record.objects.get()
    assert f'action="{record.get_absolute_url()}"' in page
    version = response.context["form"]["version"].value()
    client.post(
        record.get_absolute_url(), {**typed, "title": "Otro título", "version": str(version)}
    )
    assert Record.objects.get().title == "Otro título"


def test_a_wrong_row_keeps_everything_typed(entry, focal_point, enter):
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)

    response = enter(focal_point).post(
        address("record_add", entry),
        row(title="Un título", ended_on="2025-12-01", **{"medida-a-women": "12"}),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "infórmela en el semestre en que terminó" in page
    assert 'value="Un título"' in page
    assert 'value="12"' in page
    assert not Record.objects.exists()


def test_what_was_typed_for_a_row_that_somebody_removed_stays(entry, focal_point, enter):
    record = RecordFactory(entry=entry)
    record.delete()

    response = enter(focal_point).post(
        record.get_absolute_url(), row(title="Lo que escribí", key=str(record.key))
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Alguien quitó esta acción" in page
    assert 'value="Lo que escribí"' in page
    assert f'action="{address("record_add", entry)}"' in page


def test_a_row_removed_by_its_focal_point_is_gone(entry, focal_point, enter):
    record = RecordFactory(entry=entry)

    enter(focal_point).post(record.get_removal_url(), {"version": "1"})

    assert not Record.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_a_row_is_not_removed_under_another_version(entry, focal_point, enter, version):
    record = RecordFactory(entry=entry)

    enter(focal_point).post(record.get_removal_url(), {"version": version})

    assert Record.objects.exists()


def test_adding_a_row_does_not_make_the_open_narrative_old(entry, focal_point, enter):
    ProgressEntry.objects.update(no_activity=True)
    client = enter(focal_point)
    client.post(address("record_add", entry), row())

    client.post(address("entry_detail", entry), narrative())

    assert ProgressEntry.objects.get().progress == "Se hizo."


def upload(entry, client, **typed):
    return client.post(address("evidence_add", entry), {"title": "Acta", **typed})


def test_evidence_is_stored_under_a_name_nobody_guesses_and_given_back_as_a_download(
    entry, focal_point, enter
):
    client = enter(focal_point)

    upload(entry, client, file=SimpleUploadedFile("acta.pdf", b"%PDF acta"), is_public="on")

    evidence = Evidence.objects.get()
    assert "acta" not in evidence.file.name
    response = client.get(evidence.get_absolute_url())
    assert b"".join(response.streaming_content) == b"%PDF acta"
    assert response["Content-Disposition"] == 'attachment; filename="acta.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "file", "uno de los dos"),
        ({"url": "https://a.example", "file": b"x"}, "file", "uno de los dos"),
        ({"url": "javascript:alert(1)"}, "url", "Escriba la dirección completa"),
        ({"file": b""}, "file", "El archivo está vacío."),
        ({"file": b"x" * 2_000}, "file", "el máximo es 1,0"),
    ],
)
def test_wrong_evidence_is_said_beside_its_field(
    entry, focal_point, enter, settings, typed, field, sentence
):
    settings.EVIDENCE_MAX_BYTES = 1024
    if "file" in typed:
        typed = {**typed, "file": SimpleUploadedFile("acta.pdf", typed["file"])}

    response = upload(entry, enter(focal_point), **typed)

    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field][0]
    assert 'value="Acta"' in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_page_is_no_evidence_file(entry, focal_point, enter):
    page = SimpleUploadedFile("acta.html", b"<script>alert(1)</script>")

    response = upload(entry, enter(focal_point), file=page)

    assert "no se admite" in response.context["form"].errors["file"][0]


def test_an_empty_submit_says_what_is_missing(entry, focal_point, enter):
    response = enter(focal_point).post(
        reverse("monitoring:report_submit", args=[entry.report_id]), {"key": str(uuid.uuid4())}
    )

    assert response.status_code == 422
    assert "Falta reportar 1 actividad: 2.3." in response.content.decode()


def test_a_denied_return_keeps_the_page_and_says_it_beside_the_message(secretariat, enter):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).post(
        reverse("monitoring:report_return", args=[report.pk]), {"key": str(uuid.uuid4())}
    )

    assert response.context["form"].errors["comment"] == [
        "Para devolver un informe, escriba qué falta."
    ]


@pytest.mark.parametrize("key", ["", "x"])
def test_a_button_without_its_key_does_nothing(secretariat, enter, key):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).post(
        reverse("monitoring:report_validate", args=[report.pk]), {"key": key}
    )

    assert response.status_code == 422
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_reading_changes_no_state(secretariat, enter):
    report = ReportFactory(submitted=True)

    response = enter(secretariat).get(reverse("monitoring:report_validate", args=[report.pk]))

    assert response.status_code == 405


def test_no_activity_is_said_in_one_step(entry, focal_point, enter):
    page = reverse("monitoring:no_activity", args=[entry.report_id])

    response = enter(focal_point).post(page, {"activities": ["2.3"]}, follow=True)

    assert "sin actividad" in response.content.decode()
    assert ProgressEntry.objects.get().no_activity is True


@pytest.mark.parametrize(
    ("activities", "sentence"),
    [([], "Marque al menos una actividad."), (["9.9"], "La actividad 9.9 ya tiene algo escrito")],
)
def test_no_activity_of_nothing_or_of_a_stranger_is_refused(
    entry, focal_point, enter, activities, sentence
):
    page = reverse("monitoring:no_activity", args=[entry.report_id])

    response = enter(focal_point).post(page, {"activities": activities})

    assert sentence in response.context["form"].errors["activities"][0]


def test_no_activity_is_taken_back(entry, focal_point, enter):
    ProgressEntry.objects.update(no_activity=True)

    enter(focal_point).post(address("no_activity_undo", entry))

    assert ProgressEntry.objects.get().no_activity is False


def test_reviewer_and_country_talk_under_an_activity(entry, focal_point, secretariat, enter):
    enter(secretariat).post(address("comment_add", entry), {"text": "¿Y la lista?"})
    response = enter(focal_point).get(address("entry_detail", entry))

    assert "¿Y la lista?" in response.content.decode()
    assert Comment.objects.get().stakeholder == secretariat.stakeholder


def test_an_empty_comment_is_said_beside_its_field(entry, focal_point, enter):
    response = enter(focal_point).post(address("comment_add", entry), {"text": " "})

    assert response.status_code == 422
    assert response.context["comment_form"].errors["text"]


def test_the_secretariat_opens_a_semester_from_its_page(secretariat, enter):
    country = StakeholderFactory()
    ActivityFactory(responsible=[country])
    semester = SemesterFactory()

    response = enter(secretariat).post(
        reverse("monitoring:period_list"),
        {
            "semester": semester.pk,
            "opens_on": "2025-07-01",
            "due_on": "2025-08-31",
            "closes_on": "2025-09-30",
        },
        follow=True,
    )

    assert "está abierto" in response.content.decode()
    assert ReportingPeriod.objects.get().reports.count() == 2


def test_a_period_with_its_dates_crossed_is_refused_beside_them(secretariat, enter):
    response = enter(secretariat).post(
        reverse("monitoring:period_list"),
        {
            "semester": SemesterFactory().pk,
            "opens_on": "2025-09-01",
            "due_on": "2025-08-31",
            "closes_on": "2025-07-30",
        },
    )

    assert set(response.context["form"].errors) == {"due_on", "closes_on"}


def test_nobody_else_opens_a_semester(focal_point, enter):
    assert enter(focal_point).get(reverse("monitoring:period_list")).status_code == 403


def test_a_second_report_is_refused_beside_the_semester(entry, focal_point, enter):
    ActivityFactory(responsible=[focal_point.stakeholder])
    period = entry.report.period

    response = enter(focal_point).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert "ya tiene un informe de 2025-1" in response.context["form"].errors["period"][0]


def test_who_may_report_but_need_not_starts_a_report(enter):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    ActivityFactory(responsible=[observer.stakeholder])
    period = PeriodFactory()

    enter(observer).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert ProgressReport.objects.get().stakeholder == observer.stakeholder


def test_a_closed_semester_starts_no_report(enter):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    ActivityFactory(responsible=[observer.stakeholder])
    past = timezone.localdate() - datetime.timedelta(days=10)
    period = PeriodFactory(opens_on=past, due_on=past, closes_on=past)

    response = enter(observer).post(reverse("monitoring:report_start"), {"period": period.pk})

    assert response.context["form"].errors["period"] == ["Este semestre no está abierto."]


def test_home_shows_each_what_waits_for_them(entry, focal_point, secretariat, enter):
    sent = ReportFactory(submitted=True, period=entry.report.period)
    PlanEditionFactory()

    own = enter(focal_point).get("/").context
    desk = enter(secretariat).get("/").context

    assert ([*own["to_write"]], own["to_review"]) == ([entry.report], [])
    assert ([*desk["to_write"]], desk["to_review"]) == ([], [sent])


def test_anyone_is_welcomed(client):
    assert "sin cuenta" in client.get("/").content.decode()
