"""The tables of applications."""
