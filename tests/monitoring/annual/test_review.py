"""The consulta: who reads, comments and agrees, and to which version."""

import pytest
from django.db import IntegrityError, transaction

from monitoring import annual
from monitoring.annual import AnnualError, review
from monitoring.models import AnnualAction, AnnualComment, AnnualReport, AnnualState
from tests.annual import quick_files, write
from tests.factories import MembershipFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world, activity) -> AnnualReport:
    world.entry("HN", activity, progress="Se avanzó.")
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


@pytest.fixture
def honduras(world):
    return MembershipFactory(stakeholder=world.countries["HN"])


def in_review(world, report) -> AnnualReport:
    return review.open_review(report, by=world.secretariat)


def history(report) -> list[tuple]:
    return [
        (event.action, event.version, event.by, event.stakeholder.code)
        for event in report.events.select_related("stakeholder")
    ]


def standing(report) -> dict:
    report.refresh_from_db()
    found = review.standings(report, report.events.all())
    return {one.stakeholder.code: (one.holds, one.is_of_earlier) for one in found}


def test_the_secretariat_opens_and_closes_it_and_the_history_keeps_both(world, report):
    user = world.secretariat.user
    opened = in_review(world, report)
    again = in_review(world, report)
    closed = review.close_review(report, by=world.secretariat)

    assert (opened.state, again.state, closed.state) == ("in_review", "in_review", "composing")
    assert AnnualReport.objects.get().state == AnnualState.COMPOSING
    assert history(report) == [
        ("started", 1, user, "ST"),
        ("review_opened", 1, user, "ST"),
        ("review_closed", 1, user, "ST"),
    ]


def test_nobody_else_moves_it_or_settles(world, report, honduras):
    in_review(world, report)
    said = review.comment(report, "introduction", "Falta algo.", by=honduras)

    for person in (world.presidency, honduras):
        for refused in (
            lambda by: review.open_review(report, by=by),
            lambda by: review.close_review(report, by=by),
            lambda by: review.settle(said, by=by),
            lambda by: review.leave_open(said, by=by),
        ):
            with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
                refused(person)
    assert AnnualReport.objects.get().state == AnnualState.IN_REVIEW
    assert AnnualComment.objects.get().settled_at is None


def test_presidency_and_countries_agree_to_the_version_that_they_read(world, report, honduras):
    report = in_review(world, report)

    review.endorse(report, version=1, by=world.presidency)
    review.endorse(report, version=1, by=honduras)
    review.endorse(report, version=1, by=honduras)

    assert history(report)[2:] == [
        ("endorsed", 1, world.presidency.user, "PRES"),
        ("endorsed", 1, honduras.user, "HN"),
    ]
    assert standing(report) == {
        "PRES": (True, False),
        "HN": (True, False),
        "GT": (False, False),
    }


def test_what_changes_afterwards_asks_for_it_again(world, report, honduras):
    in_review(world, report)
    review.endorse(report, version=1, by=world.presidency)

    write(report, by=world.secretariat, introduction="Hola.")

    assert standing(report)["PRES"] == (False, True)
    with pytest.raises(AnnualError, match="cambió después de que usted abrió esta página"):
        review.endorse(report, version=1, by=world.presidency)
    review.endorse(report, version=2, by=world.presidency)
    assert standing(report)["PRES"] == (True, False)


@pytest.mark.parametrize("change", ["text", "language", "highlight", "choice"])
def test_every_change_of_what_is_printed_is_another_version(world, report, change):
    entry = world.entry("HN", world.plan.activities.get())
    verbs = {
        "text": lambda: write(report, by=world.secretariat, introduction="Hola."),
        "language": lambda: annual.save_text(
            report, "introduction", "", language="en", version=1, by=world.secretariat
        ),
        "highlight": lambda: annual.highlight(report, entry, by=world.secretariat),
        "choice": lambda: write(report, by=world.secretariat, is_final=False),
    }

    verbs[change]()

    assert AnnualReport.objects.get().version == 2


def test_a_comment_and_its_settling_are_no_change_of_the_report(world, report, honduras):
    in_review(world, report)
    review.endorse(report, version=1, by=honduras)

    said = review.comment(report, "activity-1.1", "Son tres mesas.", by=honduras)
    review.settle(said, by=world.secretariat)

    assert standing(report)["HN"] == (True, False)


def test_comments_are_said_once_settled_and_opened_again(world, report, honduras):
    in_review(world, report)
    first = review.comment(report, "activity-1.1", "Son tres mesas.", by=honduras)
    again = review.comment(report, "activity-1.1", "Son tres mesas.", by=honduras)
    other = review.comment(report, "introduction", "Son tres mesas.", by=honduras)
    settled = review.settle(first, by=world.secretariat)

    assert (first, first.stakeholder.code, other != first) == (again, "HN", True)
    assert settled.settled_by == world.secretariat.user
    assert list(report.comments.unsettled()) == [other]
    later = review.comment(report, "activity-1.1", "Son tres mesas.", by=honduras)
    assert later != first
    review.leave_open(settled, by=world.secretariat)
    assert AnnualComment.objects.get(pk=first.pk).settled_by is None


def test_a_comment_settled_twice_keeps_who_settled_it_first(world, report, honduras):
    in_review(world, report)
    said = review.comment(report, "introduction", "Falta algo.", by=honduras)
    first = review.settle(said, by=world.secretariat)
    colleague = MembershipFactory(stakeholder=world.secretariat.stakeholder)

    again = review.settle(said, by=colleague)

    assert (again.settled_by, again.settled_at) == (world.secretariat.user, first.settled_at)


def refuse_all(report, person) -> None:
    with pytest.raises(AnnualError, match="Dan su visto bueno la Presidencia y los países"):
        review.endorse(report, version=1, by=person)
    with pytest.raises(AnnualError, match="no está en consulta, o usted no participa"):
        review.comment(report, "introduction", "Algo.", by=person)


def test_before_it_is_in_review_nobody_comments_or_agrees(world, report, honduras):
    for person in (world.presidency, honduras):
        refuse_all(report, person)

    assert (report.events.count(), report.comments.count()) == (1, 0)


@pytest.mark.parametrize("kind", ["observer", "donor", "evaluator"])
def test_who_is_not_asked_neither_comments_nor_agrees(world, report, kind):
    in_review(world, report)
    refuse_all(report, MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))

    assert AnnualAction.ENDORSED not in report.events.values_list("action", flat=True)


def test_the_secretariat_comments_and_does_not_agree_with_itself(world, report):
    in_review(world, report)
    review.comment(report, "introduction", "Se cambió el segundo párrafo.", by=world.secretariat)

    with pytest.raises(AnnualError, match="Dan su visto bueno"):
        review.endorse(report, version=1, by=world.secretariat)


def test_a_hat_that_ended_does_nothing(world, report, honduras):
    in_review(world, report)
    type(honduras).objects.filter(pk=honduras.pk).update(since="2020-01-01", until="2020-12-31")

    refuse_all(report, honduras)


def test_a_section_that_the_report_does_not_have_is_not_commented(world, report, honduras):
    in_review(world, report)

    with pytest.raises(AnnualError, match="no tiene esa parte"):
        review.comment(report, "activity-9.9", "Algo.", by=honduras)


def test_what_is_published_is_no_longer_reviewed(world, report, honduras, monkeypatch):
    quick_files(monkeypatch)
    in_review(world, report)
    said = review.comment(report, "introduction", "Algo.", by=honduras)
    annual.publish(report, version=1, by=world.secretariat, reason="Sin consulta.")

    for refused in (
        lambda: review.open_review(report, by=world.secretariat),
        lambda: review.close_review(report, by=world.secretariat),
        lambda: review.endorse(report, version=1, by=honduras),
        lambda: review.comment(report, "introduction", "Otra cosa.", by=honduras),
        lambda: review.settle(said, by=world.secretariat),
    ):
        with pytest.raises(AnnualError, match="ya se publicó"):
            refused()


def test_the_database_refuses_an_empty_comment_and_a_settling_by_nobody(world, report, honduras):
    in_review(world, report)
    said = review.comment(report, "introduction", "Algo.", by=honduras)

    for wrong in ({"text": ""}, {"settled_at": said.at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualComment.objects.filter(pk=said.pk).update(**wrong)
