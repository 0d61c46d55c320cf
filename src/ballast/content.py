"""Where the content that comes with Ballast lies: `policies/` and `vocabulary/`.

An installed wheel carries both as data; a checkout has them at its root. Every command takes
another folder instead.
"""

from __future__ import annotations

from pathlib import Path

from ballast.errors import NotFound

_HERE = Path(__file__).resolve().parent
_HOMES = (_HERE / "_content", _HERE.parents[1])


def home(name: str) -> Path:
    """The folder `name` (`policies` or `vocabulary`) that comes with Ballast."""
    found = next((root / name for root in _HOMES if (root / name).is_dir()), None)
    if found is None:
        raise NotFound(what=f"the {name} folder", path=_HOMES[-1] / name, option=f"--{name}")
    return found
