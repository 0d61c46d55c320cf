"""Bounds as data: what 以上, 超过 and the like mean in a condition; whether `is` agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from ballast.documents.view import folded
from ballast.errors import Problem
from ballast.measures.comparators import Bound, bound_words
from ballast.rules import tree
from ballast.rules.ruleset import RuleSet
from ballast.rules.tree import Node
from ballast.sources import Key, Location, Source
from ballast.vocabulary.derived import Basis, BoundText

#: How a basis is told to people.
BASIS_LABELS: dict[Basis, str] = {
    "stated": "条款写明",
    "civil_code": "民法典第1259条",
    "plain": "通常文义",
    "table": "标准表列明",
}
_OPPOSITE: dict[tree.Comparison, tree.Comparison] = {
    **{"=": "<>", "<>": "="},
    **{"<": ">=", ">=": "<", ">": "<=", "<=": ">"},
}
_MIRRORED: dict[tree.Comparison, tree.Comparison] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def told_bounds(bounds: Mapping[str, BoundText]) -> list[str]:
    """Each bound for people: 以上（含本数，民法典第1259条）."""
    return [
        f"{word}（{'含' if '=' in bound.operator else '不含'}本数，{BASIS_LABELS[bound.basis]}）"
        for word, bound in bounds.items()
    ]


#: How a decision table compares with its lower bounds: reached, or the class below.
OF_A_TABLE: frozenset[tree.Comparison] = frozenset({">=", "<"})


def contradictions(
    place: Location,
    bounds: Mapping[str, BoundText],
    found: Set[tree.Comparison],
    source: Source,
    quote: str = "",
) -> Iterator[Problem]:
    """Bounds at `place` that their words, the quote or the comparisons `found` contradict."""
    quoted = dict(_words(quote))
    for word, bound in bounds.items():
        at: Location = (*place, "bounds", word)
        known = dict(_words(word)).get(word)
        if known is None:
            yield source.problem(at, f"“{word}”", "a word that bounds: 以上, 不低于, 超过, 低于, …")
        else:
            yield from _misread(bound, quoted.get(word, known), word, source, at)
    yield from _otherwise_compared(place, bounds, found, source)


def _words(text: str) -> Iterator[tuple[str, Bound]]:
    return bound_words(folded(text))


def _misread(
    bound: BoundText, known: Bound, word: str, source: Source, at: tuple[Key, ...]
) -> Iterator[Problem]:
    """A basis that the word cannot have, or an operator that the basis does not give."""
    natural = known.basis or "plain"
    if bound.basis not in (natural, *(() if natural == "stated" else ("stated", "table"))):
        given = f"“{word}” by {bound.basis}"
        yield source.problem(
            (*at, "basis"), given, f"{natural}; or stated, table where they say so"
        )
    elif bound.basis == natural and bound.operator != known.comparator:
        given = f"“{word}” as {bound.operator}"
        yield source.problem((*at, "operator"), given, f"{known.comparator}, by {natural}")
    elif bound.operator[0] != known.comparator[0]:
        given = f"“{word}” as {bound.operator}"
        yield source.problem(
            (*at, "operator"), given, f"{known.comparator[0]} or {known.comparator[0]}="
        )


def _otherwise_compared(
    place: Location, bounds: Mapping[str, BoundText], found: Set[tree.Comparison], source: Source
) -> Iterator[Problem]:
    """Comparisons with parameters that say something else than the declared bounds."""
    declared = {bound.operator for bound in bounds.values()}
    sides = {operator[0] for operator in declared}
    wrong = {each for each in found if each[0] in sides} - declared
    if wrong:
        given = f"a comparison by {', '.join(sorted(wrong))}"
        allowed = f"{', '.join(sorted(declared))}, as `bounds` declares"
        yield source.problem((*place, "is"), given, allowed)
    for word, bound in bounds.items():
        if found and bound.operator not in found and not wrong:
            given = f"“{word}” as {bound.operator}, by which nothing is compared"
            allowed = f"{', '.join(sorted(found))}, as `is` compares"
            yield source.problem((*place, "bounds", word), given, allowed)


def compared(node: Node) -> frozenset[tree.Comparison]:
    """How `node` compares values with parameters, as `value operator parameter`."""
    return frozenset(_compared(node))


def _compared(node: Node, negated: bool = False) -> Iterator[tree.Comparison]:
    """How values are compared with parameters, as `value operator parameter`."""
    if isinstance(node, tree.ResultOf):
        return
    if isinstance(node, tree.Compare):
        operator = node.operator if _has_parameter(node.right) else _mirrored(node)
        if operator in _MIRRORED:
            yield _OPPOSITE[operator] if negated else operator
    for part in node.below:
        yield from _compared(part, negated is not isinstance(node, tree.Not))


def _mirrored(node: tree.Compare) -> tree.Comparison:
    """The operator read from the right, where a parameter stands on the left; else no bound."""
    return _MIRRORED.get(node.operator, "=") if _has_parameter(node.left) else "="


def _has_parameter(node: Node) -> bool:
    return any(isinstance(part, tree.ParameterOf) for part in tree.walk(node))


def undeclared(written: RuleSet, source: Source) -> Iterator[Problem]:
    """Words in quotes that bound a number, for which the condition declares no bound."""
    for name, condition in written.conditions.items():
        for word, bound in _words(condition.quote or ""):
            if word not in condition.bounds:
                given = f"“{word}” in a quote, without its bound"
                meant = f"{{operator: '{bound.comparator}', basis: {bound.basis or 'plain'}}}"
                at = ("conditions", name, "quote")
                yield source.problem(at, given, f"bounds: {{{word}: {meant}}}")
