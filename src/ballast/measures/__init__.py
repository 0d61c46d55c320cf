"""Measures: what a document orders, clause by clause, and the policy package that restates it."""
