from django.conf import settings

from plan.plans import plans_of


def demonstration(request):
    """Every page says so while any plan holds invented data."""
    return {
        "is_demonstration": any(plan.is_demonstration for plan in plans_of(request)),
        "asks_second_factor": settings.SECOND_FACTOR,
    }
