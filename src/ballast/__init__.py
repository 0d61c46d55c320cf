"""Ballast (压舱石): from a policy document to a verdict on every enterprise."""

__version__ = "0.1.0"
