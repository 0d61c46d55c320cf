"""Migrations of scorecards."""
