"""Accounts of the demonstration: functions, never names."""

import datetime

from corett.accounts.models import Language, Membership, Stakeholder, StakeholderKind, User

PASSWORD = "corett-demostracion"  # noqa: S105 — it is printed for whoever tries the demonstration
ENGLISH_READER = "BZ"
SINCE = datetime.date(2024, 7, 1)
ACCOUNTS = {
    "secretaria@demo.example": ("Secretaría Técnica (demostración)", ["ST"]),
    "presidencia@demo.example": ("Presidencia y Honduras (demostración)", ["PRES", "HN"]),
    "observador@demo.example": ("OIM (demostración)", ["OIM"]),
    "donante@demo.example": ("Donante (demostración)", ["DONANTES"]),
    "evaluacion@demo.example": ("Evaluación externa (demostración)", ["EVALUACION"]),
}


def create_people() -> None:
    Stakeholder.objects.get_or_create(
        code="EVALUACION",
        defaults={
            "kind": StakeholderKind.EVALUATOR,
            "name": "Evaluación externa (demostración)",
            "order": 90,
        },
    )
    for email, (name, codes) in {**ACCOUNTS, **focal_points()}.items():
        language = Language.ENGLISH if ENGLISH_READER in codes else Language.SPANISH
        user = User.objects.create_user(email, PASSWORD, name=name, language=language)
        for code in codes:
            stakeholder = Stakeholder.objects.get(code=code)
            Membership.objects.create(user=user, stakeholder=stakeholder, since=SINCE)


def focal_points() -> dict[str, tuple[str, list[str]]]:
    return {
        f"{country.code.lower()}@demo.example": (
            f"Punto focal de {country.name} (demostración)",
            [country.code],
        )
        for country in Stakeholder.objects.countries()
    }


def membership_of(code: str) -> Membership:
    """The person who acts for the stakeholder; for Honduras its punto focal, not Presidencia."""
    return (
        Membership.objects.filter(stakeholder__code=code, user__email__endswith="@demo.example")
        .select_related("user", "stakeholder")
        .order_by("-pk")
        .first()
    )
