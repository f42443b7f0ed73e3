"""THE ORDER. The only place with a clock, a transaction or a retry."""
