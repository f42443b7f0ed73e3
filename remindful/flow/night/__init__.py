"""The night: a table of stations, its runs and its report."""
