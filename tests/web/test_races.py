"""Writers at once, in processes of their own: the guard holds, and without it money is overspent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
from benchmarks.ledger.places import Place
from django.conf import settings
from psycopg import sql

pytestmark = pytest.mark.xdist_group("races")


@dataclass
class Served(Place):
    """A database of its own on the server on which the tests run."""

    database: str = ""

    @contextmanager
    def served(self) -> Iterator[None]:
        self.database = f"races_{uuid4().hex[:12]}"
        name = sql.Identifier(self.database)
        with psycopg.connect(self._server, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(name))
            try:
                yield
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    @property
    def _server(self) -> str:
        return self._on("postgres")

    def _on(self, database: str) -> str:
        held = settings.DATABASES["default"]
        who = held["USER"] and f"{held['USER']}:{held['PASSWORD']}@"
        return f"postgresql://{who}{held['HOST']}:{held['PORT']}/{database}"

    @property
    def address(self) -> str:
        return self._on(self.database)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    on_server = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    found = Served("PostgreSQL") if on_server else Place("SQLite")
    with found.opened():
        yield found


@pytest.mark.parametrize("way", ["service", "batch"])
def test_sixteen_writers_on_one_budget_never_spend_a_fen_too_much(place, way):
    told = place.asked({"scenario": "race", "way": way, "seeds": 1, "cap": 200_000})
    assert told["overspent 分"] == told["balance ≠ entries"] == 0
    assert told["commits"] > 0


def test_pages_api_and_excel_at_once_never_spend_a_fen_too_much(place):
    told = place.asked({"scenario": "doors", "seeds": 1})
    assert (
        told["overspent 分"] == told["balance ≠ entries"] == told["grants ≠ money set aside"] == 0
    )
    assert told["server errors"] == told["findings"] == 0
    done = ("page: votes done", "page: votes short of money", "API: writes done")
    assert all(told.get(what, 0) > 0 for what in (*done, "Excel: receipts done"))


def test_what_was_acknowledged_survives_the_killing_of_writers(place):
    told = place.asked({"scenario": "kills", "kills": 8})
    assert told["acknowledged"] > 0
    assert told["lost"] == told["doubled"] == told["balance ≠ entries"] == told["findings"] == 0


def test_reservations_out_of_two_budgets_do_not_block_each_other(place):
    told = place.asked({"scenario": "pairs", "number": 96})
    assert (told["reservations"], told["deadlocks"], told["half applied"]) == (96, 0, 0)


def test_without_the_guard_sixteen_writers_overspend(place):
    told = place.asked({"scenario": "race", "way": "control", "seeds": 1, "cap": 100_000})
    assert told["overspent 分"] > 0


def test_without_the_guard_pages_api_and_excel_overspend(place):
    told = place.asked({"scenario": "doors", "seeds": 1, "first": 1, "guarded": False})
    assert told["overspent 分"] > 0
