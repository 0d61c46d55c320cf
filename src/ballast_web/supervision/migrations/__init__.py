"""The tables of supervision, and their triggers."""
