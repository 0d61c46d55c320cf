"""Budgets and payments as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Budgets, reservations, payment orders and their ledger."""

    name = "ballast_web.payments"
    label = "payments"
    verbose_name = "预算与拨付"
