"""Checks of rule sets: that they compile, that their cases hold, that they fit their packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ballast.assessment.cases import check_cases
from ballast.errors import BallastError, Invalid, Problem
from ballast.measures.check import Reading, Scope, letters, reading
from ballast.measures.package import Package, label_key
from ballast.rules.bounds import undeclared
from ballast.rules.derived import Vocabulary
from ballast.rules.library import load_library
from ballast.rules.rule import Rule
from ballast.sources import read


def check_rules(scope: Scope, vocabulary: Vocabulary) -> tuple[tuple[Rule, ...], list[Problem]]:
    """The rules in `scope`, with every problem of theirs and of their cases.

    Where a package's document is at hand, the rules' quotes are looked up in it.
    """
    try:
        rules = load_library(scope.policies, vocabulary).rules
    except Invalid as error:
        return (), list(error.problems)
    problems = [problem for rule in rules for problem in _cases(rule, vocabulary)]
    for package in scope.packages:
        own, text = rules_of(package, rules), scope.text(package)
        problems.extend(_fit(package, own))
        if own and text:
            problems.extend(_quotes(own, reading(text)))
    return rules, problems


def rule_warnings(rules: Sequence[Rule]) -> list[Problem]:
    """What is not wrong in rule sets, but leaves a reader in doubt."""
    return [problem for rule in rules for problem in undeclared(rule.written, read(rule.path))]


def rules_of(package: Package, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that stand in `package`."""
    return [rule for rule in rules if rule.path.parent == package.folder]


def _cases(rule: Rule, vocabulary: Vocabulary) -> Sequence[Problem]:
    try:
        return check_cases(rule, vocabulary)
    except Invalid as error:
        return error.problems
    except BallastError as error:
        allowed = "a file of cases beside every rule set"
        return [Problem(rule.path, 1, 1, str(error), allowed)]


def _fit(package: Package, rules: Sequence[Rule]) -> Iterator[Problem]:
    """Every rule executes a clause that `no_rule` does not excuse; each such clause has a rule.

    A draft package may still lack rules.
    """
    ruled = {label_key(clause) for clause in package.ruled}
    for rule in rules:
        clauses = {rule.written.measure, *(item.clause for item in rule.conditions)}
        for clause in sorted(clauses):
            if label_key(clause) not in ruled:
                allowed = "a clause of measures.yaml that `no_rule` does not excuse"
                yield read(rule.path).problem(("measure",), f"the clause “{clause}”", allowed)
    if package.policy.status != "complete" or package.policy.kind == "report":
        return
    written = {label_key(rule.written.measure) for rule in rules}
    for clause in package.ruled:
        if label_key(clause) not in written:
            allowed = "a rule set for it, or the reason why it has none"
            yield package.policy_source.problem(("no_rule",), f"no {clause}", allowed)


def _quotes(rules: Sequence[Rule], found: Reading) -> Iterator[Problem]:
    """Quotes of rule sets that do not stand in the clause which they name."""
    texts = {label_key(clause.label): letters(clause.text) for clause in found.measures}
    for rule in rules:
        for item in rule.conditions:
            if item.quote and letters(item.quote) not in texts.get(label_key(item.clause), ""):
                at = ("conditions", item.name, "quote")
                allowed = f"words of the clause {item.clause}"
                yield read(rule.path).problem(at, f"the quote “{item.quote}”", allowed)
