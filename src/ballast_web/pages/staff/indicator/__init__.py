"""The list of supervision tasks."""
