"""What verification finds: of which rule, how grave, and the row that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ballast.rules import wording
from ballast.rules.derived import Vocabulary
from ballast.rules.types import of_fact
from ballast.verification.solver import Example

#: error: the rule cannot be published; warning: somebody should look; note: what law leaves open.
Gravity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing found. `check` is the name of the check; `where` a rule or a derived fact."""

    check: str
    gravity: Gravity
    where: str
    text: str
    example: str = ""


def told(example: Example, vocabulary: Vocabulary) -> str:
    """An example in Chinese: day, then each fact with its value."""
    facts = "，".join(_facts(example, vocabulary))
    return f"{wording.day(example.day)}：{facts}"


def _facts(example: Example, vocabulary: Vocabulary) -> Iterator[str]:
    for (table, name), value in sorted(example.row.items()):
        fact = vocabulary.entities[table].facts[name]
        codelist = vocabulary.codelists.get(fact.codelist or "")
        said = wording.value(value, of_fact(fact))
        yield f"{fact.label} {codelist.label(said) if codelist else said}"
