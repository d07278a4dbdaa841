"""How one report stands, or one activity of it, and what a stakeholder owes in all."""

import datetime
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corett.accounts.models import Stakeholder
from monitoring.models import ProgressReport


class Standing(TextChoices):
    """How a report stands, or one activity of it."""

    NOT_OWED = "not_owed", gettext_lazy("no debe")
    NOT_BEGUN = "not_begun", gettext_lazy("sin empezar")
    DRAFT = "draft", gettext_lazy("borrador")
    ANSWERED = "answered", gettext_lazy("informada")
    SUBMITTED = "submitted", gettext_lazy("enviado")
    RETURNED = "returned", gettext_lazy("devuelto")
    VALIDATED = "validated", gettext_lazy("validado")

    @property
    def mark(self) -> str:
        """What tells it apart without colour."""
        return MARKS[self]


MARKS = {
    Standing.NOT_OWED: "–",
    Standing.NOT_BEGUN: "○",
    Standing.DRAFT: "◐",
    Standing.ANSWERED: "●",
    Standing.SUBMITTED: "→",
    Standing.RETURNED: "↩",
    Standing.VALIDATED: "✓",
}
OF_REPORTS = [one for one in Standing if one != Standing.ANSWERED]


@dataclass(frozen=True)
class Debt:
    """How a report stands, or one activity of it, and since when it is late."""

    standing: Standing = Standing.NOT_OWED
    of: str = ""
    """The code of its semester, or of its activity."""
    url: str = ""
    asked: int = 0
    answered: int = 0
    open_comments: int = 0
    days_overdue: int = 0
    due_on: datetime.date | None = None
    report: ProgressReport | None = None

    @property
    def how_much(self) -> str:
        """What stands beside a draft, or one that came back."""
        if self.standing not in (Standing.DRAFT, Standing.RETURNED) or self.asked < 2:
            return ""
        return _("%(answered)d de %(asked)d") % {"answered": self.answered, "asked": self.asked}

    @property
    def comments(self) -> str:
        if not self.open_comments:
            return ""
        sentence = ngettext(
            "%(count)d comentario abierto", "%(count)d comentarios abiertos", self.open_comments
        )
        return sentence % {"count": self.open_comments}

    @property
    def overdue(self) -> str:
        if not self.days_overdue:
            return ""
        sentence = ngettext(
            "%(count)d día de retraso", "%(count)d días de retraso", self.days_overdue
        )
        return sentence % {"count": self.days_overdue}

    @property
    def words(self) -> str:
        said = [str(self.standing.label), self.how_much, self.comments, self.overdue]
        return ", ".join(one for one in said if one)


@dataclass(frozen=True)
class Row:
    """What one stakeholder owes: of each semester, or of each activity of one."""

    stakeholder: Stakeholder
    debts: list[Debt]
    whole: Debt = field(default_factory=Debt)
    """Of one semester, its report."""

    @property
    def title(self) -> str:
        return str(ProgressReport(stakeholder=self.stakeholder).title)

    @property
    def days_overdue(self) -> int:
        return max((debt.days_overdue for debt in self.debts), default=0)

    @property
    def asked(self) -> int:
        return sum(debt.asked for debt in self.debts)

    @property
    def answered(self) -> int:
        return sum(debt.answered for debt in self.debts)

    @property
    def share(self) -> float:
        """Of what it is asked; who is asked nothing lacks nothing."""
        return self.answered / self.asked if self.asked else 1.0

    def has(self, standing: str) -> bool:
        return any(debt.standing == standing for debt in self.debts)
