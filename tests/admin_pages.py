"""What a browser would send back from a page of the admin that nobody has touched."""


def filled(response) -> dict:
    """Every field of the page, its inlines included, with the value that it shows."""
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            if (value := sent(field.value())) is not None:
                data[field.html_name] = value
                if field.field.show_hidden_initial:
                    data[field.html_initial_name] = value
    return data


def sent(value):
    if value is None or value is False:
        return None
    if isinstance(value, list):
        return [getattr(item, "pk", item) for item in value]
    return str(value)


def errors(response) -> list[str]:
    found = list(response.context["errors"])
    return [
        str(error) for group in found for error in (group if isinstance(group, list) else [group])
    ]
