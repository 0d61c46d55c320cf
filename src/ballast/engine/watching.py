"""Long work on a thread of its own, watched from the caller's."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


def watched(
    work: Callable[[], object], share: Callable[[], float], progress: Callable[[float], None]
) -> None:
    """Run `work` and tell `progress` meanwhile what `share` of it is done, from 0 to 100.

    Raises what `work` raises.
    """
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # handed to the caller below
            failure.append(error)

    worker = Thread(target=run)
    worker.start()
    while worker.is_alive():
        worker.join(0.1)
        progress(max(0.0, share()))
    if failure:
        raise failure[0]
    progress(100.0)
