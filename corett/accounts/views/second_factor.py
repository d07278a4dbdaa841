from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corett.accounts import attempts, devices, second_factor
from corett.accounts.forms import CodeForm, SetUpForm
from corett.accounts.permissions import must_have_second_factor
from corett.accounts.second_factor import CONFIRMED, NEW_KEY, NONE, STATE, Refused
from corett.accounts.views.answers import refuse


def code(request):
    """Asked at each new session of an account that has a second factor."""
    if not second_factor.is_missing(request):
        return redirect(wanted(request))
    form = CodeForm(request.POST or None, attempt=attempts.code(request, request.user))
    if request.method == "POST" and is_right(
        form, lambda said: second_factor.confirm(said, user=request.user)
    ):
        return let_in(request, redirect(wanted(request)))
    page = render(request, "accounts/code.html", {"form": form, "next": wanted(request)})
    return refuse(page, form) if request.method == "POST" else page


def wanted(request) -> str:
    """Where the person was going, if it is a page of this house."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        given, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return given if is_ours and given.startswith("/") else "/"


def is_right(form: CodeForm | SetUpForm, act) -> bool:
    """Whether the verb took the code; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data["code"])
    except Refused as refused:
        form.add_error("code", str(refused))
        return False
    form.attempt.succeed()
    return True


def let_in(request, response: HttpResponse) -> HttpResponse:
    """The session gets another key, as with every step up."""
    request.session[STATE] = CONFIRMED
    request.session.pop(NEW_KEY, None)
    request.session.cycle_key()
    devices.remember(request, response, request.user.email, is_whole=True)
    return response


@require_safe
def show(request):
    """What the account has, and what can be done about it."""
    return page(request)


def page(request, **more):
    """`more` holds the form that was refused, under its name, or the new recovery codes."""
    state = second_factor.state_in(request)
    context = {
        "is_on": settings.SECOND_FACTOR,
        "is_owed": second_factor.is_missing(request),
        "is_mandatory": must_have_second_factor(request.user),
        "state": state,
        **(offer(request) if state == NONE else kept(request)),
        **more,
    }
    return render(request, "accounts/second_factor.html", context)


def offer(request) -> dict:
    key = second_factor.new_key(request)
    return {
        "key": second_factor.as_text(key),
        "qr": second_factor.qr_of(key, request.user),
        "form": SetUpForm(user=request.user),
    }


def kept(request) -> dict:
    return {
        "codes_left": second_factor.codes_left(request.user),
        "codes_form": code_form("codes"),
        "off_form": code_form("off"),
    }


def code_form(name: str, *given, **more) -> CodeForm:
    """Two of them stand on the page."""
    return CodeForm(*given, auto_id=f"{name}_%s", **more)


@require_POST
def set_up(request):
    """The recovery codes are shown on the page that answers, and never again."""
    form = SetUpForm(request.POST, user=request.user, attempt=attempts.secret(request))
    shown: list[str] = []

    def act(said):
        key = second_factor.new_key(request)
        own = request.session.session_key
        shown.extend(second_factor.set_up(key, said, user=request.user, session_key=own))

    if not is_right(form, act):
        return refuse(page(request, form=form), form)
    request.session[STATE] = CONFIRMED
    return let_in(request, page(request, codes=shown))


@require_POST
def renew_codes(request):
    form = code_form("codes", request.POST, attempt=attempts.secret(request))
    shown: list[str] = []

    def act(said):
        shown.extend(second_factor.renew_codes(said, user=request.user))

    if not is_right(form, act):
        return refuse(page(request, codes_form=form), form)
    return page(request, codes=shown)


@require_POST
def switch_off(request):
    form = code_form("off", request.POST, attempt=attempts.secret(request))

    def act(said):
        own = request.session.session_key
        second_factor.switch_off(said, user=request.user, session_key=own)

    if not is_right(form, act):
        return refuse(page(request, off_form=form), form)
    request.session[STATE] = NONE
    messages.success(request, _("Su cuenta entra ahora solo con la contraseña."))
    return redirect("accounts:second_factor")
