"""One task, reported on from a phone."""
