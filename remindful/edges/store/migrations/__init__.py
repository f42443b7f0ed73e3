"""Changes to the tables, in order. A database is changed forward only."""
