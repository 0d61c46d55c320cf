"""A folder of several snapshots: the one that was known on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ballast.errors import NoSnapshotKnown, SnapshotsOfOneDay
from ballast.facts.snapshot import MANIFEST, Manifest
from ballast.sources import load

Held = tuple[Path, Manifest]


def snapshot_known(folder: Path, known_at: date | None) -> Path:
    """`folder` itself, or the latest of the snapshots in it that was known on `known_at`.

    None asks for the latest of all. Raises NoSnapshotKnown, SnapshotsOfOneDay.
    """
    held = list(_held(folder))
    if not held:
        return folder
    known = [item for item in held if known_at is None or item[1].known <= known_at]
    if not known:
        raise NoSnapshotKnown(path=folder, day=known_at, listing=_listing(held))
    last = max(manifest.known for _, manifest in known)
    latest = [item for item in known if item[1].known == last]
    if len(latest) > 1:
        raise SnapshotsOfOneDay(path=folder, day=last, listing=_listing(latest))
    return latest[0][0]


def _held(folder: Path) -> Iterator[Held]:
    """The snapshots directly below a folder that is none itself, by name."""
    if not (folder / MANIFEST).is_file():
        for path in sorted(folder.glob(f"*/{MANIFEST}")):
            yield path.parent, load(path, Manifest)[0]


def _listing(held: Sequence[Held]) -> str:
    lines = (f"  {path.name}: known on {it.known}, facts of {it.as_of}" for path, it in held)
    return "\n".join(lines)
