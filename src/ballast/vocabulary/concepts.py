"""Words that several laws define differently, such as 小企业: `vocabulary/concepts/` lists how."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from ballast.sources import Source, load
from ballast.vocabulary.facts import Declaration


class Concept(Declaration):
    """A word and its definitions: by name, the condition that each puts to a row of `subject`."""

    label: str
    subject: str
    definitions: dict[str, str] = Field(min_length=2, max_length=15)


def load_concepts(folder: Path) -> dict[str, tuple[Concept, Source]]:
    """Every concept that `folder` (`vocabulary/concepts`) declares, by name. Raises Invalid."""
    return {path.stem: load(path, Concept) for path in sorted(folder.glob("*.yaml"))}
