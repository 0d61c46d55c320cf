"""The platform: Django on top of the core. Nothing in `ballast` knows of it."""
