"""What waits for a person: the list of exceptions."""
