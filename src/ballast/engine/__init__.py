"""Engines: what gives rules their verdicts; one file an engine, all equal to the reference."""
