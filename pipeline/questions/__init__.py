"""Questions to a built warehouse, for notebooks and for the report."""
