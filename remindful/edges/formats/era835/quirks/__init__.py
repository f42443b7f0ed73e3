"""What payers do otherwise than the 835's guide says. Each quirk gets the Draft of a piece, before it is checked."""
