"""The leader's view."""
