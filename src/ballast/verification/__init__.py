"""Rule sets verified by a solver: what holds of every enterprise, not only of the tested ones."""
