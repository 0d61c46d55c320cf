"""The page: see view.py."""
