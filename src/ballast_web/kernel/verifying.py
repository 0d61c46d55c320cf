"""A long audit log, verified by all cores: each follows parts of the chain.

Nothing is lost by the parting: a part begins with what is stored of the entry before it, as whoever
follows the chain from its beginning does when coming to that place.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache

from django.db import connection

from ballast_web.kernel import audit
from ballast_web.kernel.audit import Flaw
from ballast_web.kernel.models import AuditEntry

#: How many entries are a part.
PART = 50_000


def verify() -> Iterator[Flaw]:
    """Every flaw of the chain, as `audit.verify` finds them."""
    after = 0
    if _may_fork():
        _anchors()  # which the children then have
        with ProcessPoolExecutor(_cores(), multiprocessing.get_context("fork")) as pool:
            after = pool.submit(AuditEntry.objects.count).result() // PART * PART
            for flaws in pool.map(_part, range(0, after, PART)):
                yield from flaws
        _anchors.cache_clear()
    yield from audit.verify(after)


def _may_fork() -> bool:
    """Whether nothing is open or running here that children must not share."""
    alone = connection.connection is None and threading.active_count() == 1
    return alone and hasattr(os, "fork") and _cores() > 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _part(after: int) -> list[Flaw]:
    return list(audit.followed(after, after + PART, _anchors()))


@lru_cache(1)
def _anchors() -> dict[int, str]:
    return audit.anchors()
