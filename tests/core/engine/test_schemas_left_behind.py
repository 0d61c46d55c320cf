"""A process that is killed leaves its schema in PostgreSQL; the next one that connects drops it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from golden_support import tables

from ballast.engine import backends

#: Loads tables, says where, and waits until it is killed.
CHILD = """
import sys, time
from pathlib import Path
from ballast.engine import backends
folder, address = Path(sys.argv[1]), sys.argv[2]
paths = {path.stem: path for path in folder.glob("*.parquet")}
engine = backends.connect("postgresql", paths, folder, address)
print(engine.owned, engine.connection.info.backend_pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def killed(postgresql, tmp_path):
    """The schema of a process that was killed while it was at work."""
    tables(tmp_path)
    command = [sys.executable, "-c", CHILD, str(tmp_path), postgresql]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        schema, backend = child.stdout.readline().split()
        assert is_there(postgresql, schema)
        child.kill()
    until_gone(postgresql, int(backend))
    return schema


def test_the_schema_of_a_killed_process_is_dropped_at_the_next_connection(
    postgresql, tmp_path, killed
):
    assert is_there(postgresql, killed)
    backends.connect("postgresql", tables(tmp_path), tmp_path, postgresql).close()
    assert not is_there(postgresql, killed)


def test_the_schema_of_a_living_session_is_left_alone(postgresql, tmp_path):
    living = backends.connect("postgresql", tables(tmp_path), tmp_path, postgresql)
    backends.connect("postgresql", tables(tmp_path), Path(tmp_path), postgresql).close()
    assert is_there(postgresql, living.owned)
    assert living.count("workshop") > 0
    living.close()
    assert not is_there(postgresql, living.owned)


def is_there(address, schema):
    found = "SELECT count(*) FROM pg_namespace WHERE nspname = %s"
    return asked(address, found, schema) == 1


def until_gone(address, backend):
    """Wait until the server has noticed that nobody is at the other end."""
    for _ in range(200):
        if not asked(address, "SELECT count(*) FROM pg_stat_activity WHERE pid = %s", backend):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server still keeps the session {backend}")


def asked(address, statement, value):
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(address) as connection:
        return connection.execute(statement, [value]).fetchone()[0]
