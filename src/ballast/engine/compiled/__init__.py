"""Rules compiled to a Python function that judges one row in microseconds."""
