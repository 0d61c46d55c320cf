"""The tables beside `enterprise`, a file each (or for a few columns of one), found by place.

Each module names its `TABLE` and has `draw(chunk) -> Table`. Each draws from a seed of its own
name, so that one more file changes nothing in the others.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from ballast.facts.synthetic.drawing import Chunk, Table


def sources() -> Iterator[tuple[str, str, Callable[[Chunk], Table]]]:
    """Each module's name, its table and its function."""
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        yield name, module.TABLE, module.draw
