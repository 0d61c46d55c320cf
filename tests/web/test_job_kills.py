"""Workers killed with SIGKILL while they work: no job is lost, none is done twice."""

from __future__ import annotations

import os

import pytest
from benchmarks.jobs.killing import trial

LEASE = 3


@pytest.mark.xdist_group("processes")
def test_killed_workers_lose_nothing_and_double_nothing():
    server = os.environ.get("BALLAST_DATABASE", "")
    server = server if server.startswith("postgresql") else ""
    outcome = trial(server, jobs=150, kills=6, lease=LEASE)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.status == 0
    assert outcome.redelivery <= LEASE + 10
