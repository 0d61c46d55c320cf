"""Coverage: what the rule's cases try: each condition three ways, each limit at and beside it."""

from __future__ import annotations

from collections.abc import Iterator

from ballast.assessment.cases import Case, load_cases, uncovered
from ballast.engine.reference import evaluate
from ballast.errors import BallastError
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rendering import rendered
from ballast.rules.rule import Rule
from ballast.verification.findings import Finding, Gravity
from ballast.verification.limits import limits


def check(rule: Rule, _library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What no case of the rule tries, and how much of it the cases try."""
    try:
        cases = load_cases(rule, vocabulary).cases
    except BallastError as error:
        yield _finding(rule, "error", f"测试用例无法读取：{error}")
        return
    for gap in uncovered(rule, vocabulary):
        yield _finding(rule, "warning", f"测试没有覆盖：{gap}")
    for condition in rule.conditions:
        for limit in limits(condition.node):
            signs = {sign for case in cases for sign in _sign(limit, case)}
            missing = "、".join(word for sign, word in _SIDES.items() if sign not in signs)
            if missing and signs != _reachable(limit):
                where = f"{rendered(limit.left)} 与 {rendered(limit.right)}"
                yield _finding(rule, "note", f"限额“{where}”没有试过：{missing}")


_SIDES = {0: "正好等于", -1: "低于", 1: "高于"}


def _sign(limit: tree.Compare, case: Case) -> Iterator[int]:
    """On which side of the limit the case stands, if that is known."""
    left, right = evaluate(limit.left, case.world), evaluate(limit.right, case.world)
    if left is not None and right is not None:
        yield (left > right) - (left < right)


def _reachable(limit: tree.Compare) -> set[int]:
    """The sides that the numbers' declared bounds allow: nobody rents less than 0 months."""
    left, right = limit.left.type.numerator, limit.right.type.numerator
    scale = max(left.scale, right.scale)
    low, high = left.at(scale), right.at(scale)
    if limit.left.type.kind != "number" or limit.left.type.is_quotient:
        return set(_SIDES)
    return {0} | ({-1} if low.low < high.high else set()) | ({1} if low.high > high.low else set())


def _finding(rule: Rule, gravity: Gravity, text: str) -> Finding:
    return Finding("coverage", gravity, rule.id, text)
