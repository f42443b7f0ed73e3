"""The example practice, and the whole chain on a synthetic population."""
