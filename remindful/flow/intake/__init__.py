"""Import: whose each file is, and each file in its own transaction."""
