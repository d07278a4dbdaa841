from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.accounts import letters
from corett.management.database import require_migrated
from monitoring.reminders.run import Outcome, due_today, letters_to_send, run
from plan.models import Plan


class Command(BaseCommand):
    help = _(
        "Escribe y envía los avisos que tocan hoy: apertura, mitad del plazo, siete días antes, el"
        " día, siete días después, devoluciones y el resumen de la semana. Puede repetirse sin"
        " daño, también a la vez: cada aviso sale una sola vez."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=_("dice qué saldría, sin escribir ni enviar nada"),
        )

    def handle(self, *, dry_run, **options):
        require_migrated()
        for plan in Plan.objects.filter(is_demonstration=True):
            self.stdout.write(
                _("«%(plan)s» es una demostración: por él no se avisa a nadie.") % {"plan": plan}
            )
        if dry_run:
            self.say_what_would_go_out()
        else:
            letters.deliver()
            self.say_what_happened(run())

    def say_what_would_go_out(self) -> None:
        letters = letters_to_send(due_today())
        for letter in letters:
            occasion = letter.occasion.label
            self.stdout.write(f"{occasion}: {letter.user} <{letter.user.email}>: {letter.subject}")
        sentence = ngettext("Saldría %(count)d aviso.", "Saldrían %(count)d avisos.", len(letters))
        self.stdout.write(sentence % {"count": len(letters)})

    def say_what_happened(self, outcome: Outcome) -> None:
        count = outcome.sent.sent
        sentence = ngettext("Salió %(count)d aviso.", "Salieron %(count)d avisos.", count)
        self.stdout.write(self.style.SUCCESS(sentence % {"count": count}))
        if left := outcome.waiting:
            sentence = ngettext(
                "Quedó %(count)d aviso sin salir: se intentará en la próxima corrida.",
                "Quedaron %(count)d avisos sin salir: se intentarán en la próxima corrida.",
                left,
            )
            self.stderr.write(sentence % {"count": left})
