"""The audit trail: every change of a row, kept by the database in the transaction that makes it.

Triggers write it, so that no way of writing goes untold: not `update()`, not a bulk insert, not
SQL by hand. Each record carries the hash of the one before.
"""
