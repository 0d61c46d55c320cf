"""Rules: the condition language, from YAML an officer writes to typed trees that engines run."""
