"""What became of what was sent: acknowledgments, statuses, requests about it, and how long there is to file."""
