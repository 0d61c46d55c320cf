"""The tables of circulars, and their triggers."""
