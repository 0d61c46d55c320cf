"""Where the content that comes with Ballast lies: `policies/`, `vocabulary/`, `supervision/`.

An installed wheel carries them as data; a checkout has them at its root. Every command takes
another folder instead.
"""

from __future__ import annotations

from pathlib import Path

from ballast.errors import NotFound

_HERE = Path(__file__).resolve().parent
_HOMES = (_HERE / "_content", _HERE.parents[1])


def home(name: str) -> Path:
    """The folder `name` (`policies`, `vocabulary`, `supervision`) that comes with Ballast."""
    found = next((root / name for root in _HOMES if (root / name).is_dir()), None)
    if found is None:
        raise NotFound(what=f"the {name} folder", path=_HOMES[-1] / name, option=f"--{name}")
    return found
