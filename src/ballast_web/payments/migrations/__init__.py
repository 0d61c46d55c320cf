"""Migrations of payments."""
