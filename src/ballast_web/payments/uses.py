"""What budgets may be set apart for: the rules and policies of the library, by their labels."""

from __future__ import annotations

from collections.abc import Iterable

from ballast_web.catalogue import library


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By policy: the policy whole, then each rule that pays an amount; (identifier, label)."""
    shelf = library.current()
    found: dict[str, list[tuple[str, str]]] = {}
    for rule in shelf.library.rules:
        name = rule.id.rpartition("/")[0]
        if rule.written.benefit.amount and name in shelf.packages:
            found.setdefault(name, [(name, "本政策全部措施")]).append((rule.id, rule.label))
    return [(shelf.packages[name].policy.title, rules) for name, rules in found.items()]


def labels(scopes: Iterable[str]) -> list[str]:
    """The labels of rules and policies; an identifier that the library lacks stands for itself."""
    shelf = library.current()
    known = {rule.id: rule.label for rule in shelf.library.rules}
    known |= {
        name: f"《{package.policy.title}》全部措施" for name, package in shelf.packages.items()
    }
    return [known.get(scope, scope) for scope in scopes]
