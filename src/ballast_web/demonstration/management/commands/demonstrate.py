"""`ballast-web demonstrate`: a synthetic province to try the platform with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ballast_web.demonstration.people import PASSWORD
from ballast_web.demonstration.province import prepare


class Command(BaseCommand):
    """Makes what is not there yet, and prints the accounts."""

    help = "Prepare a synthetic province: units, people, enterprises, budgets, verdicts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--enterprises", type=int, default=1000)

    def handle(self, **options: Any) -> None:
        """Prepare, then say who may sign in."""
        accounts = prepare(options["enterprises"], lambda line: self.stdout.write(f"… {line}"))
        self.stdout.write(f"演示账户（密码均为 {PASSWORD}；工作人员的二次验证码显示在验证页上）：")
        for each in accounts:
            self.stdout.write(f"  {each.login:<14}{each.role.label}　{each.name}")
