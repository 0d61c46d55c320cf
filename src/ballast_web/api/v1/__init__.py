"""Resources of version 1: each module has a `router`, mounted under its own name."""
