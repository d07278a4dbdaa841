"""The dates of a period: moved with a reason, for all or for one report."""
