"""One supervision task."""
