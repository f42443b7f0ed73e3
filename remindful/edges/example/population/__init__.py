"""A synthetic population in Synthea's own shape: its eighteen CSV tables, and FHIR R4 bundles, one a patient. Seeded."""

from remindful.edges.example.population.write import PopulationCounts, write_population

__all__ = ["PopulationCounts", "write_population"]
