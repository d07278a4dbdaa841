"""What is decided for each activity of next year: the Secretaría decides, Presidencia endorses."""
