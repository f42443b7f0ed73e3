"""The office: its clock, home, organizations and settings, and the one door to the store."""
