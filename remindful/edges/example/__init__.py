"""The example practice: eighteen months of a synthetic billing office, written as the files that it receives."""

from remindful.edges.example.big_835 import BigCounts, write_big_835
from remindful.edges.example.cast import Case
from remindful.edges.example.counts import ExampleCounts, Planted, Wrong
from remindful.edges.example.write import write_example

__all__ = ["BigCounts", "Case", "ExampleCounts", "Planted", "Wrong", "write_big_835", "write_example"]
