"""The list of supervision orders."""
