"""A file that goes with a step of a supervision order."""
