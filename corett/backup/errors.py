class BackupError(Exception):
    """The message is written for the person who runs the command."""
