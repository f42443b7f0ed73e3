"""What is written to patients: contents, the last judgment before sending, what became of it."""
