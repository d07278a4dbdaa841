from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.demo.build import InRealUse, build, refuse_real_use
from monitoring.demo.people import PASSWORD
from monitoring.models import ProgressReport
from plan.models import Plan

WHO = {
    "secretaria@demo.example": gettext_lazy("edita el plan, revisa, publica"),
    "presidencia@demo.example": gettext_lazy(
        "Presidencia y Honduras: cambia de representación arriba"
    ),
    "hn@demo.example": gettext_lazy(
        "informa por Honduras (bz, cr, sv, gt, mx, ni, pa, do: los demás países)"
    ),
    "observador@demo.example": gettext_lazy("lee lo validado y lo publicado"),
    "donante@demo.example": gettext_lazy("lee lo validado y lo publicado"),
    "evaluacion@demo.example": gettext_lazy("lee todo, no cambia nada"),
}


class Command(BaseCommand):
    help = (
        "Prepara y sirve la demostración: base de datos, plan y datos inventados. Puede repetirse"
        " sin daño; se niega en una base con informes reales."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--prepare-only", action="store_true", help="Prepara todo y no sirve nada."
        )
        parser.add_argument("--port", type=int, default=8000, help="Puerto local (8000).")

    def handle(self, *, prepare_only, port, **options):
        try:
            is_new = self.prepare()
        except InRealUse as error:
            raise CommandError(
                _(
                    "Esta base de datos tiene personas o informes reales: la demostración no la"
                    " toca. Use otra, con DATABASE_URL o DATA_DIR."
                )
            ) from error
        settings.SECOND_FACTOR = False
        self.say_what_stands(is_new)
        self.say_who_may_enter()
        if not prepare_only:
            address = f"http://localhost:{port}"
            self.stdout.write(_("Abra %s · para terminar, Ctrl+C.") % address)
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def prepare(self) -> bool:
        """Whether the demonstration is new; a base in real use is refused before any change."""
        refuse_real_use()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_plan", stdout=self.stdout)
        plan = Plan.objects.current()
        if not plan.is_demonstration:
            self.stdout.write(_("Preparando los datos de demostración; tarda unos dos minutos…"))
        return build(plan)

    def say_what_stands(self, is_new: bool) -> None:
        done = _("Demostración creada") if is_new else _("Ya estaba; no se cambió nada")
        count = _("%d informes semestrales.") % ProgressReport.objects.count()
        self.stdout.write(self.style.SUCCESS(f"{done}: {count}"))

    def say_who_may_enter(self) -> None:
        self.stdout.write(_("Cuentas de demostración; todas con la contraseña %s") % PASSWORD)
        for email, what in WHO.items():
            self.stdout.write(f"  {email:<26} {what}")
