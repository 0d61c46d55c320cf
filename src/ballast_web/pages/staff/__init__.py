"""Pages for: staff."""
