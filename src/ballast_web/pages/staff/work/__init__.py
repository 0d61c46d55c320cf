"""The work list of applications."""
