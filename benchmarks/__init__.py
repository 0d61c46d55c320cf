"""Benchmarks: one module each, found by its place; every figure is a ratio measured in one run."""
