"""What a draft holds, and how it stands to the library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ballast.errors import Invalid
from ballast.sources import parse
from ballast.vocabulary.organisations import COUNTRY
from ballast_web.catalogue import library, store
from ballast_web.catalogue.models import Draft, DraftFile
from ballast_web.catalogue.states import DraftState


def digest(file: DraftFile) -> str:
    """The digest that the file will have; empty where it is taken away."""
    return "" if file.removed else store.digest(file.text.encode())


def contents(draft: Draft) -> str:
    """The digest of all that the draft holds."""
    return store.whole({file.path: digest(file) for file in draft.files.all()})


def changes(draft: Draft) -> dict[str, str | None]:
    """The draft's files by path; None for one that is taken away."""
    return {file.path: None if file.removed else file.text for file in draft.files.all()}


def changed(draft: Draft) -> list[DraftFile]:
    """The files in which the draft differs from the library in force."""
    known = library.current().digests
    return [file for file in draft.files.all() if known.get(file.path, "") != digest(file)]


def outdated(draft: Draft) -> list[str]:
    """The files that others published since the draft was written against them."""
    if draft.state in (DraftState.PUBLISHED, DraftState.DISCARDED):
        return []
    known = library.current().digests
    return [file.path for file in draft.files.all() if known.get(file.path, "") != file.replaces]


def region_of(draft: Draft, package: str, written: Mapping[str, str]) -> set[str]:
    """The regions that a package is for: as published, as drafted, as `written` now."""
    path = f"{package}/policy.yaml"
    drafted = draft.files.filter(path=path).values_list("text", flat=True)
    texts = [*drafted, *([written[path]] if path in written else [])]
    regions = {_region(text, path) for text in texts}
    published = library.current().packages.get(package)
    if published:
        regions.add(published.policy.region)
    return regions or {COUNTRY}


def _region(text: str, path: str) -> str:
    """What `policy.yaml` says; where it cannot be read, the whole country."""
    try:
        data = parse(text, Path(path)).data
    except Invalid:
        return COUNTRY
    return str(data.get("region", COUNTRY)) if isinstance(data, dict) else COUNTRY
