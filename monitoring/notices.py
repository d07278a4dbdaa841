"""Mails: written down first, then sent once."""
