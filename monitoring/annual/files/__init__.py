"""The files that carry an edition's data, each made of its frozen content and of nothing else.

The same content gives the same bytes: no clock, no person, no query.
"""
