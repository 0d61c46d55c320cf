"""Which names an expression may use, and what each is: by identifier or by Chinese label."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ballast.rules import tree
from ballast.rules.build import Rejected
from ballast.rules.tree import Node
from ballast.rules.types import DATE, Type, of_fact
from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.facts import Entity

#: The table whose facts every other table reaches through its owner.
OWNER = "enterprise"


#: Finds the result of another rule for an expression about the rows of a table: the table, what is
#: asked of the rule, and its name. Raises Rejected.
Results = Callable[[str, tree.Asked, str], Node]


@dataclass(frozen=True)
class Named:
    """A derived fact as a name: its Chinese label and its type."""

    label: str
    type: Type


@dataclass(frozen=True)
class Scope:
    """The names for expressions about the rows of the table `subject`.

    `derived` maps table and name to each derived fact known so far; `results` finds what other
    rules say, where an expression may ask for it.
    """

    subject: str
    entities: Mapping[str, Entity]
    derived: Mapping[tuple[str, str], Named] = field(default_factory=dict)
    parameters: Mapping[str, tree.ParameterOf] = field(default_factory=dict)
    codelists: Mapping[str, Codelist] = field(default_factory=dict)
    results: Results | None = None

    def result(self, asked: tree.Asked, name: str) -> Node:
        """What the rule called `name` says of the row. Raises Rejected."""
        if self.results is None:
            raise Rejected(f"{asked}() here", "conditions and amounts of a package's rule sets")
        return self.results(self.subject, asked, name)

    def resolve(self, table: str, name: str) -> Node:
        """What `table.name` (or a bare `name`) is. Raises Rejected with the nearest names."""
        if not table:
            if name in ("as_of", "判定日"):
                return tree.AsOf(DATE)
            for key, parameter in self.parameters.items():
                if name in (key, parameter.label):
                    return parameter
        owner = self._table(table)
        found = self._column(owner, name)
        if found is None:
            raise Rejected(f"“{name}”, which is no fact of {owner}", self._near(owner, name))
        return found

    def _table(self, written: str) -> str:
        if not written:
            return self.subject
        owned = self.entities[self.subject].owner is not None
        reachable = {self.subject, OWNER} if owned and OWNER in self.entities else {self.subject}
        for name in reachable:
            if written in (name, self.entities[name].label):
                return name
        names = ", ".join(f"{name} ({self.entities[name].label})" for name in sorted(reachable))
        if OWNER in reachable and self._is_owned(written):
            names += f"; of what an enterprise owns, an aggregate as in sum({written}.fact)"
        raise Rejected(f"the table “{written}”", names)

    def _is_owned(self, written: str) -> bool:
        items = self.entities.items()
        return any(item.owner and written in (name, item.label) for name, item in items)

    def _column(self, table: str, name: str) -> Node | None:
        for (owner, key), item in self.derived.items():
            if owner == table and name in (key, *_written(item.label)):
                return tree.DerivedOf(item.type, table, key, item.label)
        for key, fact in self.entities[table].facts.items():
            if name in (key, *_written(fact.label)):
                return tree.FactOf(of_fact(fact), table, key, fact.label)
        return None

    def _near(self, table: str, name: str) -> str:
        names = {key: fact.label for key, fact in self.entities[table].facts.items()}
        names |= {key: item.label for (owner, key), item in self.derived.items() if owner == table}
        names |= {key: item.label for key, item in self.parameters.items()}
        labels = {label: key for key, label in names.items()}
        near = difflib.get_close_matches(name, [*names, *labels], n=3, cutoff=0.5)
        shown = [labels.get(item, item) for item in near] or sorted(names)
        return ", ".join(f"{key} ({names[key]})" for key in dict.fromkeys(shown))


def _written(label: str) -> tuple[str, str]:
    """A label as it may be written: whole, or without its bracketed remark."""
    return label, label.split("（", 1)[0]
