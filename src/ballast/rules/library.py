"""Every rule of a folder of policies, found by place: `<issuer>/<year>-<slug>/<measure>.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from ballast.errors import Invalid, NoRule, NotFound, Problem, SeveralMeasures
from ballast.rules import references, tree
from ballast.rules.build import Rejected
from ballast.rules.combining import combined
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule, load_rule
from ballast.rules.scope import OWNER
from ballast.rules.tree import Node
from ballast.sources import read

POLICY_FILE = "policy.yaml"
#: The files of a package that are no rule sets.
PACKAGE_FILES = frozenset({POLICY_FILE, "measures.yaml"})
#: What policy.yaml says of the day from which people could know the document, best first.
_ANNOUNCED = ("published_on", "issued_on")


@dataclass(frozen=True)
class Library:
    """The rules of a folder of policies, in order of their identifiers."""

    folder: Path
    rules: tuple[Rule, ...]

    def in_force(self, day: date, known_at: date | None = None) -> tuple[Rule, ...]:
        """The rules that have effect on `day`, as known on `known_at` (None: as known now)."""
        return tuple(rule for rule in self.rules if rule.in_force(day, known_at))

    def named(self, words: str) -> tuple[Rule, ...]:
        """The rules that `words` name: a clause, a part of a label or of an identifier."""
        return tuple(
            rule
            for rule in self.rules
            if words == rule.written.measure or words in rule.label or words in rule.id
        )

    def chosen(self, words: str) -> tuple[Rule, ...]:
        """The rules that `words` name on whatever day; every rule where they are empty.

        Raises NoRule.
        """
        found = self.named(words) if words else self.rules
        if not found:
            raise NoRule(measure=words, names=self.listing(self.rules))
        return found

    def one(self, words: str) -> Rule:
        """The one rule that `words` name. Raises NoRule, SeveralMeasures."""
        rule, *others = self.chosen(words)
        if others:
            raise SeveralMeasures(measure=words, names=self.listing([rule, *others]))
        return rule

    @staticmethod
    def listing(rules: Iterable[Rule]) -> str:
        """Rules by clause, label and identifier, a line each; `none` where there are none."""
        lines = [f"  {rule.written.measure}{rule.label} ({rule.id})" for rule in rules]
        return "\n".join(lines) or "  none"

    def of(self, subject: str, day: date, known_at: date | None = None) -> tuple[Rule, ...]:
        """The rules in force on `day` that judge the rows of `subject`, as known on `known_at`."""
        return tuple(rule for rule in self.in_force(day, known_at) if rule.subject == subject)


def rule_files(folder: Path) -> Iterator[Path]:
    """The rule sets below `folder`, in order."""
    for path in sorted(folder.glob("*/*/*.yaml")):
        if path.name not in PACKAGE_FILES and not path.name.endswith(".tests.yaml"):
            yield path


def announced(package: Path) -> date | None:
    """The day on which a package's document was published, else issued; None where it is unsaid.

    Raises Invalid where policy.yaml is no YAML; whether it is a good one, `ballast check` tells.
    """
    path = package / POLICY_FILE
    data = read(path).data if path.is_file() else None
    days = [data.get(name) for name in _ANNOUNCED] if isinstance(data, dict) else []
    return next((day for day in days if isinstance(day, date)), None)


def load_library(folder: Path, vocabulary: Vocabulary) -> Library:
    """Every rule below `folder`, compiled. Raises Invalid with every problem of every file."""
    if not folder.is_dir():
        raise NotFound(what="the policies", path=folder, option="--policies")
    files = {
        path.relative_to(folder).with_suffix("").as_posix(): path for path in rule_files(folder)
    }
    loading = _Loading(files, vocabulary)
    for rule_id in files:
        loading.compile(rule_id)
    rules = tuple(loading.rules[rule_id] for rule_id in files if rule_id in loading.rules)
    if loading.problems:
        raise Invalid(list(dict.fromkeys(loading.problems)))
    return Library(folder, combined(rules, vocabulary))


def replaced(library: Library, rule_id: str, path: Path, vocabulary: Vocabulary) -> Library:
    """`library` with the rule set `rule_id` read from `path`, quickly: while somebody writes it.

    The other rules stay as they are compiled; where they ask for this one's result, they keep the
    old one. Raises Invalid with the problems of this rule, or of how it goes with the others.
    """
    others = {rule.id: rule.alone for rule in library.rules if rule.id != rule_id}
    files = {rule.id: rule.path for rule in library.rules} | {rule_id: path}
    loading = _Loading(files, vocabulary, dict(others), seen=set(others))
    loading.compile(rule_id)
    if loading.problems:
        raise Invalid(list(dict.fromkeys(loading.problems)))
    return Library(library.folder, combined([*loading.rules.values()], vocabulary))


@dataclass
class _Loading:
    """Compiles rules in order of need: one whose result another asks for comes before it.

    `waiting` are the rules being compiled, each for the sake of the one before it.
    """

    files: dict[str, Path]
    vocabulary: Vocabulary
    rules: dict[str, Rule] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def compile(self, rule_id: str) -> None:
        """Compile a rule once; what is wrong with it joins the problems."""
        if rule_id in self.seen:
            return
        self.seen.add(rule_id)
        self.waiting.append(rule_id)
        try:
            self.rules[rule_id] = self._loaded(rule_id)
        except Invalid as error:
            self.problems.extend(error.problems)
        self.waiting.pop()

    def _loaded(self, rule_id: str) -> Rule:
        path, results = self.files[rule_id], partial(self._result, rule_id)
        return load_rule(path, rule_id, self.vocabulary, announced(path.parent), results)

    def _result(self, asking: str, subject: str, asked: tree.Asked, name: str) -> Node:
        """What the rule called `name` says, for the rule `asking`. Raises Rejected."""
        rule_id = references.full_id(asking, name, self.files)
        if rule_id in self.waiting:
            circle = [*self.waiting[self.waiting.index(rule_id) :], rule_id]
            raise Rejected(
                f"a circle: {' → '.join(circle)}", "rules that do not rest on themselves"
            )
        self.compile(rule_id)
        if rule_id not in self.rules:
            raise Rejected(f"{rule_id}, which has problems of its own", "a rule without problems")
        other = self.rules[rule_id]
        references.check_subject(other, self._reachable(subject), subject)
        return references.granted(other) if asked == "granted" else references.amount_of(other)

    def _reachable(self, subject: str) -> set[str]:
        owned = self.vocabulary.entities[subject].owner is not None
        return {subject, OWNER} if owned else {subject}
