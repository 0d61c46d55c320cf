"""One's applications."""
