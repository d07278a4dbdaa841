"""How a page of the door answers what it cannot take: 422, or 429 with when to come back."""

from django.http import HttpResponse

from corett.accounts.forms import CountedForm


def refuse(response: HttpResponse, form: CountedForm) -> HttpResponse:
    response.status_code = 422
    if too_many := getattr(form, "too_many", None):
        response.status_code = 429
        response["Retry-After"] = str(too_many.seconds)
    return response
