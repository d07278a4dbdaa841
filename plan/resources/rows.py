"""Rows of a plan, and where its own words tell each column of them (see `plan.difference`)."""

from corett.accounts.exchange import TableResource
from plan.difference import Part, Place


class PlanRows(TableResource):
    part: Part

    def place_of(self, key, attribute):
        """A new order is told only where it makes another sequence, and so it counts as untold."""
        is_number = attribute == "order" and "order" not in self.keys
        return None if is_number else Place(self.part, str(key[-1]), attribute)
