"""What a reviewer sees of a report, activity by activity."""
