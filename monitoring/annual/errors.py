class AnnualError(Exception):
    """The message is written for the person who asked."""
