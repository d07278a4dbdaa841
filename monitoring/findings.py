"""What evaluations and audits found: entered, answered, followed and closed."""
