import re

import pytest
from django.urls import reverse

from corett.accounts.models import StakeholderKind
from plan.models import Activity, Objective, PlanEdition
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    StakeholderFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINKS = "links => links.map(link => link.pathname)"
WIDTHS = (360, 1280)
IS_WIDER_THAN_THE_WINDOW = (
    "document.documentElement.scrollWidth > document.documentElement.clientWidth"
)


def too_wide_at(page) -> list[int]:
    """The widths of the window at which the page scrolls sideways."""
    return [width for width in WIDTHS if is_too_wide(page, width)]


def is_too_wide(page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate(IS_WIDER_THAN_THE_WINDOW)


@pytest.fixture
def editor(loaded_plan):
    return MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="una editora"
    ).user


def test_every_page_of_the_admin_works_under_the_strict_policy(visit, log_in, editor):
    """Follows each link to the first page of each sort; `visit` fails on any violation."""
    InstitutionFactory()
    home = reverse("admin:index")
    seen, waiting, too_wide = set(), [home], []

    with visit() as page:
        log_in(page, editor)
        while waiting:
            address = waiting.pop()
            if (sort := re.sub(r"\d+", "1", address)) in seen:
                continue
            seen.add(sort)
            response = page.goto(address)
            assert response.status == 200, address
            too_wide += [(address, width) for width in too_wide_at(page)]
            links = page.eval_on_selector_all("a[href]", LINKS)
            waiting += [link for link in links if link.startswith(home)]

    assert too_wide == []
    tables = {sort for sort in seen if sort.count("/") == 4}
    assert len({sort for sort in seen if sort.endswith("/1/change/")}) >= 15
    assert len({sort for sort in seen if sort.endswith("/1/history/")}) >= 14
    assert len({sort for sort in seen if sort.endswith("/add/")}) >= 14
    assert len({sort for sort in seen if sort.endswith("/export/")}) == 15
    assert len(tables) >= 16


def test_the_editor_corrects_a_wording_and_its_history_says_so(page, log_in, editor):
    activity = Activity.objects.get(code="3.2")
    before = activity.statement

    log_in(page, editor)
    page.goto(activity.get_absolute_url())
    page.get_by_role("link", name="Editar", exact=True).first.click()
    page.get_by_label("Enunciado:", exact=True).first.fill("Lo que la editora escribió.")
    page.get_by_role("button", name="Guardar", exact=True).click()

    page.locator(".messagelist .success").wait_for()
    page.goto(activity.get_absolute_url())
    page.get_by_text("Lo que la editora escribió.").first.wait_for()
    page.goto(reverse("admin:plan_activity_history", args=[activity.pk]))
    latest = page.locator("#change-history tbody tr").first.inner_text()
    assert "una editora" in latest
    assert "Lo que la editora escribió." in latest
    assert before != "Lo que la editora escribió."


def test_two_editors_do_not_overwrite_each_other(visit, log_in, editor):
    colleague = MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="un colega"
    ).user
    objective = Objective.objects.get(number=1)
    address = reverse("admin:plan_objective_change", args=[objective.pk])

    with visit() as hers, visit() as his:
        for page, person in ((hers, editor), (his, colleague)):
            log_in(page, person)
            page.goto(address)
        save_statement(his, "Lo del colega")
        his.locator(".messagelist .success").wait_for()
        save_statement(hers, "Lo de la editora")

        hers.get_by_text("No se guardó nada: un colega guardó cambios aquí").wait_for()
        assert hers.get_by_label("Enunciado").input_value() == "Lo de la editora"

    objective.refresh_from_db()
    assert objective.statement == "Lo del colega"


def save_statement(page, statement):
    page.get_by_label("Enunciado").fill(statement)
    page.get_by_role("button", name="Guardar", exact=True).click()


def test_the_editor_takes_the_activities_away_as_a_spreadsheet(page, log_in, editor):
    log_in(page, editor)
    page.goto(reverse("admin:plan_activity_changelist"))
    page.get_by_role("link", name="Exportar").click()
    page.get_by_label("Formato").select_option(label="xlsx")
    with page.expect_download() as download:
        page.get_by_role("button", name="Exportar").click()

    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_editor_invites_a_person_who_chooses_a_password_and_enters(
    visit, log_in, editor, mailoutbox
):
    with visit() as page:
        log_in(page, editor)
        page.goto(reverse("admin:accounts_user_add"))
        page.get_by_label("Correo electrónico").fill("enlace@prueba.example")
        page.get_by_label("Nombre:").fill("punto focal de Honduras")
        page.locator("#id_memberships-0-stakeholder").select_option(label="Honduras")
        page.get_by_role("button", name="Guardar", exact=True).click()
        page.locator(".messagelist .success").wait_for()

    with visit() as page:
        page.goto(re.search(r"/cuenta/invitacion/\S+", mailoutbox[0].body)[0])
        page.get_by_label("Contraseña nueva", exact=True).fill("una contraseña muy larga")
        page.get_by_label("Contraseña nueva (confirmación)").fill("una contraseña muy larga")
        page.get_by_role("button", name="Guardar la contraseña").click()
        page.get_by_text("Su contraseña está guardada.").wait_for()
        page.get_by_label("Correo electrónico").fill("enlace@prueba.example")
        page.get_by_label("Contraseña").fill("una contraseña muy larga")
        page.get_by_role("button", name="Entrar").click()
        page.get_by_text("por Honduras").wait_for()


def test_a_liaison_finds_the_admin_closed(page, log_in, loaded_plan):
    liaison = MembershipFactory(stakeholder=StakeholderFactory(kind=StakeholderKind.COUNTRY)).user
    log_in(page, liaison)

    response = page.goto(reverse("admin:index"))

    assert response.status == 403
    assert PlanEdition.objects.count() == 1


def test_no_page_of_the_plan_scrolls_sideways(visit, log_in, editor):
    code = "tim-2024-2028"
    names = ["overview", "schedule", "measures", "target_list", "approaches", "glossary"]
    addresses = [
        *(reverse(f"plan:{name}", args=[code]) for name in names),
        *(reverse("plan:axis", args=[code, number]) for number in (1, 2, 3, 4)),
        *(reverse("plan:activity", args=[code, number]) for number in ("1.1", "5.1", "10.2")),
        reverse("risks:matrix", args=[code]),
        reverse("plan:schedule_edit", args=[code]),
        reverse("plan:target_decisions", args=[code]),
        reverse("plan:target_measure", args=[code, "3.2.a"]),
        reverse("plan:target_holder", args=[code, "region"]),
    ]

    with visit() as page:
        log_in(page, editor)
        for address in addresses:
            assert page.goto(address).status == 200
            assert too_wide_at(page) == [], address
