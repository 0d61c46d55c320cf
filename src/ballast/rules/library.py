"""Every rule of a folder of policies, found by place: `<issuer>/<year>-<slug>/<measure>.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ballast.errors import Invalid, NoRule, NotFound, Problem, SeveralMeasures
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule, load_rule
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
    rules: list[Rule] = []
    problems: list[Problem] = []
    for path in rule_files(folder):
        rule_id = path.relative_to(folder).with_suffix("").as_posix()
        try:
            rules.append(load_rule(path, rule_id, vocabulary, announced(path.parent)))
        except Invalid as error:
            problems.extend(error.problems)
    problems.extend(_unknown_partners(rules))
    if problems:
        raise Invalid(list(dict.fromkeys(problems)))
    return Library(folder, tuple(rules))


def _unknown_partners(rules: Sequence[Rule]) -> Iterator[Problem]:
    known = {rule.id for rule in rules}
    for rule in rules:
        combine = rule.written.combine
        for partner in combine.exclusive_with if combine else ():
            if partner not in known:
                yield Problem(
                    rule.path, 1, 1, f"exclusive_with {partner}", ", ".join(sorted(known))
                )
