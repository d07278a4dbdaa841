import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from plan import decisions, targets
from plan.models import Measure, Target, TargetState
from plan.targets import Key, Proposal, TargetsRefused
from risks.export import export_whole_plan
from tests.factories import (
    MeasureFactory,
    MembershipFactory,
    PlanEditionFactory,
    StakeholderFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

DATED = datetime.date(2026, 3, 1)
REGION_2025 = Key("1.1.a", None, 2025)
HN_2025 = Key("1.1.a", "HN", 2025)
HN_2027 = Key("1.1.a", "HN", 2027)
HN_PLAN = Key("1.1.a", "HN", None)


@pytest.fixture
def measure():
    StakeholderFactory(code="HN", name="Honduras")
    return MeasureFactory(activity__code="1.1")


@pytest.fixture
def plan(measure):
    return measure.indicator.activity.plan


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def presidency():
    return MembershipFactory(stakeholder=StakeholderFactory(presidency=True))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 11, 25))


def said(value, source="minutes", note="Acta 3") -> Proposal:
    return Proposal(Decimal(value), source, note, DATED)


def rows() -> set:
    return {
        (targets.key_of(target), target.state, target.value)
        for target in Target.objects.select_related("stakeholder")
    }


def seen(*found) -> dict:
    return {target.pk: decisions.seen_as(target) for target in found}


def put(measure, key, value, state=TargetState.CONFIRMED, source="minutes"):
    holder = StakeholderFactory(code=key.holder) if key.holder else None
    return TargetFactory(
        measure=measure,
        stakeholder=holder,
        year=key.year,
        value=value,
        state=state,
        dated=DATED,
        source=source,
    )


def publish(plan):
    return PlanEditionFactory(plan=plan, content=export_whole_plan(plan))


def refused_by(excinfo) -> list[str]:
    return list(map(str, excinfo.value.refusals))


def test_a_new_value_waits_as_a_proposal_with_its_source(plan):
    changes = targets.propose(plan, values={REGION_2025: said(25), HN_PLAN: said(4)})

    assert rows() == {
        (REGION_2025, "proposed", Decimal(25)),
        (HN_PLAN, "proposed", Decimal(4)),
    }
    assert [(change.place, change.new) for change in changes] == [
        ("1.1.a · la región · 2025", said(25)),
        ("1.1.a · Honduras · todo el plan", said(4)),
    ]
    assert targets.said(Target.objects.get(year=None)) == said(4)
    assert targets.propose(plan, values={HN_PLAN: said(4)}) == []


def test_another_value_waits_beside_the_one_in_force(plan, measure):
    put(measure, HN_2027, 3)

    (change,) = targets.propose(plan, values={HN_2027: said(5)})

    assert rows() == {(HN_2027, "confirmed", Decimal(3)), (HN_2027, "proposed", Decimal(5))}
    assert (change.in_force.value, change.old, change.new.value) == (3, None, 5)


def test_the_proposal_that_waits_is_changed_and_its_history_kept(plan):
    targets.propose(plan, values={HN_2027: said(5)})

    (change,) = targets.propose(plan, values={HN_2027: said(6)})

    assert rows() == {(HN_2027, "proposed", Decimal(6))}
    assert (change.old.value, change.new.value) == (5, 6)
    assert list(Target.history.values_list("history_type", "value")) == [
        ("~", Decimal(6)),
        ("+", Decimal(5)),
    ]


def test_an_emptied_cell_withdraws_its_proposal_and_leaves_what_is_in_force(plan, measure):
    put(measure, HN_2027, 3)
    put(measure, HN_2027, 5, state=TargetState.PROPOSED)

    (change,) = targets.propose(plan, values={HN_2027: None})

    assert rows() == {(HN_2027, "confirmed", Decimal(3))}
    assert (change.old.value, change.new) == (5, None)
    assert Target.history.first().history_type == "-"


def test_what_is_in_force_said_again_withdraws_the_proposal(plan, measure):
    in_force = put(measure, HN_2027, 3)
    put(measure, HN_2027, 5, state=TargetState.PROPOSED)

    targets.propose(plan, values={HN_2027: targets.said(in_force)})

    assert rows() == {(HN_2027, "confirmed", Decimal(3))}


def test_a_value_in_force_is_not_emptied(plan, measure):
    put(measure, HN_2027, 3)

    with pytest.raises(TargetsRefused) as refused:
        targets.propose(plan, values={HN_2027: None, REGION_2025: said(1)})

    assert refused_by(refused) == [
        "1.1.a · Honduras · 2027: Está vigente: se descarta en «Visto bueno», no vaciando la celda."
    ]
    assert rows() == {(HN_2027, "confirmed", Decimal(3))}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        (REGION_2025, "-1", "Una meta no puede ser negativa."),
        (REGION_2025, "1e12", "Este número es demasiado grande; revíselo."),
        (REGION_2025, "1e40", "Este número es demasiado grande; revíselo."),
        (REGION_2025, "0.001", "Escriba dos decimales como máximo."),
        (REGION_2025, "NaN", "No es un número."),
        (Key("1.1.z", None, 2025), "1", "El plan no tiene la medida 1.1.z."),
        (Key("1.1.a", "ST", 2025), "1", "La medida no se le pide a esta parte interesada."),
        (Key("1.1.a", "XX", 2025), "1", "La medida no se le pide a esta parte interesada."),
        (Key("1.1.a", None, 2031), "1", "El plan va de 2024 a 2028."),
    ],
)
def test_what_cannot_be_a_meta_is_refused_with_a_sentence_and_all_with_it(
    plan, secretariat, key, value, told
):
    with pytest.raises(TargetsRefused) as refused:
        targets.propose(plan, values={HN_2027: said(1), key: said(value)})

    assert [refusal.sentence for refusal in refused.value.refusals] == [told]
    assert rows() == set()


def test_a_confirmed_meta_of_an_ended_year_in_the_edition_is_fixed(plan, measure, presidency):
    fixed = put(measure, HN_2025, 3)
    put(measure, HN_2027, 4)
    publish(plan)

    assert targets.fixed_targets(plan) == {HN_2025}
    with pytest.raises(TargetsRefused, match="Su periodo ya terminó"):
        targets.propose(plan, values={HN_2025: said(5)})
    with pytest.raises(TargetsRefused, match="ya no se descarta"):
        decisions.discard(plan, seen=seen(fixed), reason="Otra", by=presidency)
    assert rows() == {(HN_2025, "confirmed", Decimal(3)), (HN_2027, "confirmed", Decimal(4))}


def test_a_proposal_beside_a_fixed_meta_is_withdrawn_but_not_confirmed(plan, measure, presidency):
    put(measure, HN_2025, 3)
    waiting = put(measure, HN_2025, 5, state=TargetState.PROPOSED)
    publish(plan)

    with pytest.raises(TargetsRefused, match="ya no se reemplaza"):
        decisions.confirm(plan, seen=seen(waiting), by=presidency)
    targets.propose(plan, values={HN_2025: None})

    assert rows() == {(HN_2025, "confirmed", Decimal(3))}


def test_a_missing_meta_of_an_ended_year_may_be_captured(plan, presidency):
    publish(plan)

    targets.propose(plan, values={HN_2025: said(2)})
    decisions.confirm(plan, seen=seen(Target.objects.get()), by=presidency)

    assert rows() == {(HN_2025, "confirmed", Decimal(2))}


@pytest.mark.parametrize(("today", "is_fixed"), [((2028, 12, 31), False), ((2029, 1, 1), True)])
def test_a_meta_of_the_whole_plan_is_fixed_when_the_plan_has_ended(
    plan, measure, monkeypatch, today, is_fixed
):
    put(measure, HN_PLAN, 3)
    publish(plan)

    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(*today))

    assert (HN_PLAN in targets.fixed_targets(plan)) == is_fixed


def test_a_retired_measure_gets_no_metas_once_an_edition_is_published(plan):
    Measure.objects.update(retired_on=datetime.date(2026, 1, 1))
    publish(plan)

    with pytest.raises(TargetsRefused, match="está retirada"):
        targets.propose(plan, values={HN_2027: said(1)})


def test_what_a_colleague_wrote_in_the_same_cell_is_not_overwritten_unseen(plan, measure):
    put(measure, HN_2027, 2, state=TargetState.PROPOSED)

    with pytest.raises(TargetsRefused) as refused:
        targets.propose(plan, values={HN_2027: said(5)}, seen={HN_2027: ""})

    assert [refusal.sentence for refusal in refused.value.refusals] == [
        "Entretanto otra persona guardó 2 (acta, 01/03/2026) y usted escribió 5. Si vale lo suyo,"
        " envíelo de nuevo; si no, escriba lo guardado."
    ]
    assert rows() == {(HN_2027, "proposed", Decimal(2))}


@pytest.mark.parametrize("mine", [said(5, "operational_plan", "POA 1"), said(6), None])
def test_another_source_that_a_colleague_gave_is_not_overwritten_unseen_either(plan, mine):
    targets.propose(plan, values={HN_2027: said(5)})
    as_seen = {HN_2027: said(5).version}
    targets.propose(plan, values={HN_2027: said(5, "operational_plan", "POA 2")})

    with pytest.raises(TargetsRefused) as refused:
        targets.propose(plan, values={HN_2027: mine}, seen=as_seen)

    assert "otra persona guardó" in str(refused.value)
    assert "5 (Plan Operativo, POA 2, 01/03/2026)" in str(refused.value)
    assert Target.objects.get().source_note == "POA 2"


def test_the_same_value_as_a_colleague_is_no_conflict(plan):
    targets.propose(plan, values={HN_2027: said(5)})

    assert targets.propose(plan, values={HN_2027: said(5)}, seen={HN_2027: ""}) == []


IMPLIED = said(3, "implied", "«una por país»")


@pytest.mark.parametrize("state", TargetState.values)
def test_only_a_number_that_already_stands_so_is_proposed_as_implied_by_the_text(
    plan, measure, state
):
    put(measure, HN_2027, 3, state=state, source="implied")
    publish(plan)

    targets.propose(plan, values={HN_2027: IMPLIED})
    assert targets.said(Target.objects.get(state="proposed")) == IMPLIED

    for key, proposal in [(HN_2027, said(4, "implied")), (HN_PLAN, IMPLIED)]:
        with pytest.raises(TargetsRefused, match="vale solo para el número que ya consta así"):
            targets.propose(plan, values={key: proposal})


def test_a_number_from_the_minutes_does_not_become_implied(plan, measure):
    put(measure, HN_2027, 3, state=TargetState.PROPOSED, source="minutes")
    publish(plan)

    with pytest.raises(TargetsRefused, match="vale solo para el número que ya consta así"):
        targets.propose(plan, values={HN_2027: IMPLIED})

    assert Target.objects.get().source == "minutes"


def test_the_first_load_of_a_plan_says_what_its_text_implies(plan):
    targets.propose(plan, values={HN_2027: IMPLIED})

    assert rows() == {(HN_2027, "proposed", Decimal(3))}


@pytest.fixture
def regional():
    return MeasureFactory(activity__code="5.1", reported_by="coordination")


def test_the_metas_of_the_coordination_are_those_of_the_secretariat_alone(
    regional, secretariat, presidency
):
    plan = regional.indicator.activity.plan

    (change,) = targets.propose(plan, values={Key("5.1.a", "ST", 2027): said(2)})
    assert change.place == "5.1.a · Coordinación regional · 2027"

    with pytest.raises(TargetsRefused) as refused:
        targets.propose(plan, values={Key("5.1.a", "PRES", 2027): said(2)})
    assert [refusal.sentence for refusal in refused.value.refusals] == [
        "La Presidencia no tiene metas aparte: las de la coordinación regional se ponen una sola"
        " vez, en «Coordinación regional» (Secretaría Técnica)."
    ]
    assert list(targets.possible_holders()) == ["ST"]


def test_a_meta_of_presidency_that_came_from_before_is_discarded_and_not_confirmed(
    regional, presidency
):
    plan = regional.indicator.activity.plan
    waiting = TargetFactory(measure=regional, stakeholder=presidency.stakeholder, source="minutes")

    with pytest.raises(TargetsRefused, match=r"5\.1\.a · Presidencia · todo el plan: La Pres"):
        decisions.confirm(plan, seen=seen(waiting), by=presidency)
    decisions.discard(plan, seen=seen(waiting), reason="Es de las dos", by=presidency)

    assert {state for _key, state, _value in rows()} == {"discarded"}


@pytest.mark.parametrize("retired", ["measure", "activity"])
def test_a_proposal_of_what_was_retired_is_discarded_and_not_confirmed(
    plan, measure, presidency, retired
):
    waiting = put(measure, HN_2027, 3, state=TargetState.PROPOSED)
    row = measure if retired == "measure" else measure.indicator.activity
    row.retired_on = datetime.date(2026, 11, 25)
    row.save()

    with pytest.raises(TargetsRefused) as refused:
        decisions.confirm(plan, seen=seen(waiting), by=presidency)
    assert refused_by(refused) == [
        "1.1.a · Honduras · 2027: La medida o su actividad está retirada: descarte la propuesta."
    ]
    decisions.discard(plan, seen=seen(waiting), reason="Se retiró", by=presidency)
    assert rows() == {(HN_2027, "discarded", Decimal(3))}


def test_presidency_puts_a_proposal_in_force_and_what_it_replaces_is_discarded(
    plan, measure, presidency
):
    put(measure, HN_2027, 1, state=TargetState.DISCARDED)
    put(measure, HN_2027, 3)
    waiting = put(measure, HN_2027, 5, state=TargetState.PROPOSED)

    decisions.confirm(plan, seen=seen(waiting), by=presidency)

    assert rows() == {(HN_2027, "confirmed", Decimal(5)), (HN_2027, "discarded", Decimal(3))}
    waiting.refresh_from_db()
    assert waiting.decided_by == presidency.user
    assert waiting.decided_at is not None
    replaced = Target.objects.get(state=TargetState.DISCARDED)
    assert replaced.decided_by == presidency.user
    assert replaced.history.first().history_change_reason == "La reemplaza la meta de 5."
    assert list(Target.history.filter(history_type="-").values_list("value", flat=True)) == [
        Decimal(1)
    ]


@pytest.mark.parametrize(
    ("source", "may"), [("implied", True), ("minutes", False), ("operational_plan", False)]
)
def test_the_secretariat_confirms_only_what_the_text_implies(
    plan, measure, secretariat, source, may
):
    waiting = put(measure, HN_2027, 1, state=TargetState.PROPOSED, source=source)

    if may:
        decisions.confirm(plan, seen=seen(waiting), by=secretariat)
    else:
        with pytest.raises(TargetsRefused, match="La confirma la Presidencia"):
            decisions.confirm(plan, seen=seen(waiting), by=secretariat)

    waiting.refresh_from_db()
    assert (waiting.state == TargetState.CONFIRMED) == may


def test_both_discard_a_proposal_and_its_reason_stays_in_the_history(
    plan, measure, secretariat, presidency
):
    for by, key in ((secretariat, HN_2027), (presidency, HN_PLAN)):
        waiting = put(measure, key, 1, state=TargetState.PROPOSED)
        decisions.discard(plan, seen=seen(waiting), reason="No la acordaron.", by=by)

        waiting.refresh_from_db()
        assert (waiting.state, waiting.decided_by) == (TargetState.DISCARDED, by.user)
        assert waiting.history.first().history_change_reason == "No la acordaron."


def test_what_is_in_force_is_discarded_only_by_who_could_confirm_it(
    plan, measure, secretariat, presidency
):
    agreed = put(measure, HN_2027, 1)
    implied = put(measure, HN_PLAN, 1, source="implied")

    with pytest.raises(TargetsRefused, match="la descarta la Presidencia"):
        decisions.discard(plan, seen=seen(agreed, implied), reason="Otra", by=secretariat)
    decisions.discard(plan, seen=seen(implied), reason="Otra", by=secretariat)
    decisions.discard(plan, seen=seen(agreed), reason="Otra", by=presidency)

    assert rows() == {(HN_2027, "discarded", Decimal(1)), (HN_PLAN, "discarded", Decimal(1))}


def test_a_country_decides_nothing(plan, measure):
    waiting = put(measure, HN_2027, 1, state=TargetState.PROPOSED, source="implied")
    country = MembershipFactory()

    for by in (country, None):
        with pytest.raises(TargetsRefused):
            decisions.confirm(plan, seen=seen(waiting), by=by)
        with pytest.raises(TargetsRefused):
            decisions.discard(plan, seen=seen(waiting), reason="Otra", by=by)

    assert rows() == {(HN_2027, "proposed", Decimal(1))}


def test_a_hat_that_ended_meanwhile_decides_nothing(plan, measure, presidency):
    waiting = put(measure, HN_2027, 1, state=TargetState.PROPOSED)
    presidency.user.is_active = False
    presidency.user.save()

    with pytest.raises(TargetsRefused):
        decisions.confirm(plan, seen=seen(waiting), by=presidency)


def test_a_proposal_that_changed_since_it_was_seen_is_not_confirmed(plan, presidency):
    targets.propose(plan, values={HN_2027: said(1), HN_PLAN: said(2)})
    as_seen = seen(*Target.objects.all())
    targets.propose(plan, values={HN_2027: said(9)})

    with pytest.raises(TargetsRefused, match="cambió o ya se decidió"):
        decisions.confirm(plan, seen=as_seen, by=presidency)

    assert {state for _key, state, _value in rows()} == {"proposed"}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 101])
def test_discarding_asks_a_reason_that_the_history_can_keep(plan, measure, presidency, reason):
    waiting = put(measure, HN_2027, 1, state=TargetState.PROPOSED)

    with pytest.raises(TargetsRefused, match="Diga por qué se descarta"):
        decisions.discard(plan, seen=seen(waiting), reason=reason, by=presidency)

    assert rows() == {(HN_2027, "proposed", Decimal(1))}


def test_a_discarded_meta_may_be_proposed_again(plan, measure, presidency):
    waiting = put(measure, HN_2027, 1, state=TargetState.PROPOSED)
    decisions.discard(plan, seen=seen(waiting), reason="Aún no", by=presidency)

    targets.propose(plan, values={HN_2027: said(1)})

    assert rows() == {(HN_2027, "discarded", Decimal(1)), (HN_2027, "proposed", Decimal(1))}


@pytest.mark.parametrize(
    ("kind", "is_refused"), [("people", True), ("count", True), ("amount", False)]
)
def test_only_money_has_parts(plan, kind, is_refused):
    measure = Measure.objects.get(letter="a")
    measure.kind, measure.counted_from = kind, "records" if kind == "count" else ""
    measure.save()

    if not is_refused:
        assert len(targets.propose(plan, values={REGION_2025: said("2.5")})) == 1
        return
    with pytest.raises(TargetsRefused, match="se cuenta en números enteros"):
        targets.propose(plan, values={REGION_2025: said("2.5")})


def test_a_source_is_not_of_a_day_to_come(plan):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(TargetsRefused, match="todavía no llega"):
        targets.propose(plan, values={REGION_2025: replace(said(2), dated=tomorrow)})
