"""Which mails are due today, and to whom."""
