"""Every measure becomes somebody's task, and nothing is forgotten."""
