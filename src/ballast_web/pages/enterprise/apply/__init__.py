"""Applying for one measure."""
