import datetime

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from plan.context_processors import demonstration
from plan.plans import current_plan, find_plan, other_plans, plans_of
from tests.factories import PlanFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return RequestFactory().get("/")


@pytest.fixture
def running():
    today = timezone.localdate()
    year = datetime.timedelta(days=365)
    return PlanFactory(code="de-hoy", start=today - year, end=today + year)


def test_all_that_a_page_asks_of_the_plans_is_one_question(request_, running):
    past = PlanFactory(code="anterior", start="2018-01-01", end="2020-12-31", is_demonstration=True)

    with asked() as statements:
        assert plans_of(request_) == [running, past]
        assert find_plan(request_, "anterior") == past
        assert current_plan(request_) == running
        assert other_plans(request_, running) == [past]
        assert demonstration(request_) == {"is_demonstration": True, "asks_second_factor": False}

    assert len(statements) == 1


def test_a_plan_that_is_not_there_is_not_found(request_, running):
    for code in ("otro", "", "de-hoy "):
        with pytest.raises(Http404):
            find_plan(request_, code)


def test_another_request_reads_them_anew(request_, running):
    assert demonstration(request_) == {"is_demonstration": False, "asks_second_factor": False}
    running.is_demonstration = True
    running.save()

    assert demonstration(RequestFactory().get("/")) == {
        "is_demonstration": True,
        "asks_second_factor": False,
    }


def test_without_any_plan_nothing_is_invented(request_):
    assert current_plan(request_) is None
    assert demonstration(request_) == {"is_demonstration": False, "asks_second_factor": False}
