"""The ledger over any history: it balances, replays, and tells what was tampered with."""

from __future__ import annotations

import os

import pytest
from benchmarks.ledger.histories import STEPS, begun
from click.testing import CliRunner
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from money_fixtures import somebody_else

from ballast_web.cli import ledger
from ballast_web.errors import PlatformError
from ballast_web.kernel.roles import Role
from ballast_web.payments import verification
from ballast_web.payments.models import Budget, JournalEntry

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "15"))


def test_every_history_balances_and_replays_to_the_same(city, enterprise, funded, acting):
    class Money(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.around = transaction.atomic()
            self.around.__enter__()
            maker, checker = acting(Role.FINANCE, city), somebody_else(Role.FINANCE, city)
            self.history = begun(maker, checker, enterprise, lambda cap: funded(city, cap))
            self.before = None

        @rule(name=st.sampled_from(STEPS), pick=st.integers(0, 999), fen=st.integers(1, 40_000))
        def step(self, name, pick, fen):
            entries = JournalEntry.objects.count()
            try:
                self.history.step(name, pick, fen)
            except PlatformError:
                refused_twice = name == "send"  # a batch may stand that is then not released
                assert refused_twice or JournalEntry.objects.count() == entries

        @invariant()
        def replays(self):
            assert self.history.differing() == 0

        def teardown(self):
            try:
                assert list(verification.findings()) == []
            finally:
                transaction.set_rollback(True)
                self.around.__exit__(None, None, None)

    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def verified(monkeypatch):
    monkeypatch.setattr(ledger, "set_up", lambda: None)
    return CliRunner().invoke(ledger.command, ["verify"])


def test_a_right_ledger_verifies(city, enterprise, funded, reserved, monkeypatch):
    reserved(funded(city), enterprise, 400)
    told = verified(monkeypatch)
    assert (told.exit_code, told.output) == (0, "分录 2 条，预算 1 项，账账相符\n")


def without_triggers(statement):
    """Change the ledger as only somebody could who rules over the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        for trigger in ("posting_no_UPDATE", "posting_no_DELETE", "reservationshare_no_UPDATE"):
            cursor.execute(f"DROP TRIGGER IF EXISTS payments_{trigger}")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        (
            "UPDATE payments_posting SET amount_fen = 399 WHERE source = 'available'",
            "记账合计3.99元",
        ),
        ("DELETE FROM payments_posting WHERE source = 'available'", "记账合计0.00元"),
        (
            "UPDATE payments_budget SET reserved_fen = 500 WHERE cap_fen > 0",
            "已预留余额5.00元，记账合计4.00元",
        ),
        (
            "UPDATE payments_budget SET cap_fen = 2000000 WHERE cap_fen > 0",
            "预算余额20,000.00元，记账合计10,000.00元",
        ),
        ("UPDATE payments_reservationshare SET amount_fen = 401", "分担合计4.01元"),
        ("UPDATE payments_reservation SET state = 'released'", "处于“已释放”而账上预留4.00元"),
        (
            "UPDATE payments_posting SET budget_id = (SELECT max(id) FROM payments_budget) WHERE source = 'available'",
            "“可用”为-4.00元",
        ),
    ],
)
def test_whatever_was_tampered_with_is_told(
    city, other_city, enterprise, funded, reserved, monkeypatch, statement, finding
):
    reserved(funded(city), enterprise, 400)
    Budget.objects.create(name="空预算", year=2022, purse=other_city)
    without_triggers(statement)
    told = verified(monkeypatch)
    assert told.exit_code == 1
    assert finding in told.output
