"""Pages for: enterprise."""
