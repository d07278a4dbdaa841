"""Institutions that the directory does not have yet, as their sheet says what they are."""

from django.utils.translation import gettext as _

from corett.directory.names import folded
from monitoring.forms.institutions import NewInstitutionForm
from monitoring.workbook.layout import Layout
from monitoring.workbook.resources import LINE, SheetResource


class InstitutionResource(SheetResource):
    """What the sheet says of institutions that the directory does not have; it writes nothing."""

    def __init__(self, layout: Layout, **kwargs):
        super().__init__(layout.institutions, layout, **kwargs)
        self.answers: dict[str, dict[str, str]] = {}
        self.line_of: dict[str, int] = {}

    def shown(self, instance):
        label, one = instance
        return {"name": label, "type": one.type, "sector": one.sector}

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        name = instance.cell("name")
        if self.layout.directory.find(name) is None:
            self.answers[folded(name)] = {
                "name": name,
                "type": instance.cell("type"),
                "sector": instance.cell("sector"),
                "same": NewInstitutionForm.NEW if instance.cell("is_other") else "",
            }
            self.line_of[folded(name)] = row[LINE]

    def judge(self, draft, faults):
        name = draft.cell("name")
        if not name:
            faults.setdefault("name", [_("Escriba el nombre, o borre lo demás de esta fila.")])
        elif self.layout.directory.find(name) is None:
            if len(name) > self.sheet.by_name["name"].cell.most:
                faults.setdefault("name", [_("El nombre tiene más de 250 letras; acórtelo.")])
            for column in ("type", "sector"):
                if not draft.cell(column):
                    faults.setdefault(column, [_("Elija uno: es nueva en el directorio.")])

    def unused(self, used: set[str]) -> dict[int, str]:
        """By line, those that no action names and would be lost."""
        sentence = _(
            "Ninguna acción nombra «%(name)s», y solo así entra en el directorio. Nómbrela en una"
            " acción o borre esta fila."
        )
        return {
            self.line_of[key]: sentence % {"name": answer["name"]}
            for key, answer in self.answers.items()
            if key not in used
        }


def asking(newcomer: NewInstitutionForm) -> str:
    """What to do about a name that the directory does not have."""
    names = " / ".join(str(one) for one in newcomer.proposed.values())
    if names:
        sentence = _(
            "«%(name)s» no está en el directorio y se parece a «%(names)s». Si es la misma,"
            " escríbala así; si no, anótela en la hoja «Instituciones» con tipo, sector y «Es"
            " otra»: sí."
        )
        return sentence % {"name": newcomer.name, "names": names}
    sentence = _(
        "«%(name)s» no está en el directorio. Anótela en la hoja «Instituciones», con su tipo y"
        " su sector."
    )
    return sentence % {"name": newcomer.name}
