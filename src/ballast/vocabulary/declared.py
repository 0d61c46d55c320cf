"""What is declared: the tables of facts and the classifications that their columns name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ballast.errors import NotFound
from ballast.vocabulary import codes
from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.facts import Entity, load_entities

#: Codes that have a form to check and no list to be looked up in.
FORMS = frozenset({"uscc"})


@dataclass(frozen=True)
class Declared:
    """The declared tables and codelists, each by name."""

    entities: Mapping[str, Entity]
    codelists: Mapping[str, Codelist]


def load_declared(folder: Path) -> Declared:
    """What `folder` (`vocabulary/`) declares. Raises NotFound or Invalid."""
    if not (folder / "facts").is_dir():
        raise NotFound(what="the vocabulary", path=folder, option="--vocabulary")
    entities = load_entities(folder / "facts")
    facts = (fact for entity in entities.values() for fact in entity.facts.values())
    names = sorted({fact.codelist for fact in facts if fact.codelist} - FORMS)
    return Declared(entities, {name: codes.load(folder, name) for name in names})
