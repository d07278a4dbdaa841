from plan.models import Plan


def demonstration(request):
    """Every page says so while any plan holds invented data."""
    return {"is_demonstration": Plan.objects.filter(is_demonstration=True).exists()}
