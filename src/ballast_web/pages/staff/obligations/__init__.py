"""Recurring duties of a unit, registered in place."""
