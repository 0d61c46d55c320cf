"""Python's search for cycles, put off while a query is made.

A query is a hundred thousand short-lived nodes that refer to each other. Each search that they set
off walks through every rule and every law that is loaded, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles within; afterwards as before."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
