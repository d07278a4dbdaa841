"""All that happened to a report: who, when, what, why."""
