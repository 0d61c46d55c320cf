"""Evidence files to open."""
