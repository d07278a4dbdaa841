from django.db import IntegrityError, transaction


def refused(rows, **values) -> bool:
    """Whether the database itself refuses what an `update()` tries, past every form."""
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return True
    return False
