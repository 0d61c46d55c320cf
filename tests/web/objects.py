"""What each route with parts is tried with: an object of one's own, and one of somebody else's.

`own` lies in Guangzhou and belongs to the enterprise of the tests; `foreign` lies in Shenzhen and
belongs to the other. Public pages show both to everybody.
"""

from __future__ import annotations

from collections.abc import Callable

OBJECTS: dict[str, Callable[[str], dict[str, object]]] = {}
