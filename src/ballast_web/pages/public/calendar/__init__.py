"""The feed of a person's deadlines."""
