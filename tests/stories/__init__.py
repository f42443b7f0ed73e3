"""Stories: tests that read aloud, through the same doors as an office uses."""
