"""Quién debe qué: what each stakeholder owes of a semester, as plain data."""
