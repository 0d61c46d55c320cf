"""`ballast-web worker`: do the background work."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ballast_web.jobs.worker import Foreman, Worker, work


class Command(BaseCommand):
    """Claims jobs and runs them until SIGTERM, or with --once until none is left."""

    help = "Do the background work: claim jobs and run them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--processes", type=int, default=1, help="how many workers (default 1)")
        parser.add_argument("--queue", action="append", default=[], help="only this queue")
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, **options: Any) -> None:
        """Work in this process with --once, else look after as many as are asked for."""
        if options["once"]:
            work(Worker(options["queue"], once=True))
        else:
            Foreman(max(1, options["processes"]), options["queue"]).run()
