"""The nursery: one process with the platform loaded, which forks writers within milliseconds.

`python -m benchmarks.ledger.nursery '{"scenario": …}'` prints what it found as JSON. It opens no
connection itself: whatever asks the database is forked.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from typing import Any

import django

FORK = multiprocessing.get_context("fork")


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of `works` gives, each in a process of its own, all at once."""
    pipes, children = [], []
    for work in works:
        receiving, sending = FORK.Pipe(duplex=False)
        child = FORK.Process(target=_told, args=(work, sending))
        child.start()
        sending.close()
        pipes.append(receiving)
        children.append(child)
    found = [pipe.recv() for pipe in pipes]
    for child in children:
        child.join()
    return found


def apart(work: Callable[[], Any]) -> Any:
    """What `work` gives in a process of its own."""
    return together([work])[0]


def _told(work: Callable[[], Any], sending: Any) -> None:
    sending.send(work())


def main() -> None:
    """Do the scenario that the orders name."""
    django.setup()
    logging.disable(logging.WARNING)  # a pool says much of a server that was stopped on purpose
    from benchmarks.ledger import scenarios  # noqa: PLC0415 - models want Django set up

    orders = json.loads(sys.argv[1])
    print(json.dumps(scenarios.SCENARIOS[orders.pop("scenario")](**orders), ensure_ascii=False))


if __name__ == "__main__":
    main()
