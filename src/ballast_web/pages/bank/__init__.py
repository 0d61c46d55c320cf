"""Pages for: bank."""
