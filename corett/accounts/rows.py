"""Rows that are edited on the page of what they belong to."""

from django.forms.models import BaseInlineFormSet

MORE = 40
"""Rows that somebody may add at once, beyond those that are there."""


class CountedRows(BaseInlineFormSet):
    """Whoever says that two thousand rows come would else get a page of as many, made in vain."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.absolute_max = self.max_num = len(self.get_queryset()) + MORE
