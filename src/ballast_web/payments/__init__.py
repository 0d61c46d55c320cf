"""Budgets, the ledger, payments: money that never goes wrong."""
