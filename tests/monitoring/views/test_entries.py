import pytest
from django.utils import timezone

from monitoring.models import (
    Comment,
    ProgressEntry,
    ProgressReport,
    ReportState,
)
from tests.factories import (
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
