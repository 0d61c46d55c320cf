"""Pages for: public."""
