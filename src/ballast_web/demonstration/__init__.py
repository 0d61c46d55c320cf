"""A synthetic province to try the platform with: units, people, enterprises, budgets, verdicts."""
