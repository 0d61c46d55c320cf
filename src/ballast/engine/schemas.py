"""Schemas of PostgreSQL that live as long as their session, and the sweeping of those left behind.

A session holds the advisory lock of its schema from before it makes it, and the server lets go of
the lock when the session ends, however that happens. So a schema whose lock can be had is dead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

#: How such a schema is called; 32 hexadecimal digits follow.
PREFIX = "ballast_run_"
#: Runs a statement and gives its rows.
Run = Callable[[str], list[tuple[Any, ...]]]


def passing_schema(run: Run) -> str:
    """Make a schema that goes with the session of `run`; drop those of sessions that ended."""
    sweep(run)
    name = f"{PREFIX}{uuid4().hex}"
    run(f"SELECT pg_advisory_lock({_lock(name)})")
    run(f"CREATE SCHEMA {name}")
    return name


def sweep(run: Run) -> None:
    """Drop the schemas of sessions that ended; those of other users are left to them."""
    found = (
        f"SELECT nspname FROM pg_namespace WHERE nspname ~ '^{PREFIX}[0-9a-f]{{32}}$' "  # noqa: S608
        "AND pg_has_role(nspowner, 'USAGE')"
    )
    for (name,) in run(found):
        ((is_dead,),) = run(f"SELECT pg_try_advisory_lock({_lock(name)})")
        if is_dead:
            run(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            run(f"SELECT pg_advisory_unlock({_lock(name)})")


def _lock(name: str) -> str:
    return f"hashtextextended('{name}', 0)"
