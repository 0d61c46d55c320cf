"""Which missing facts leave a rule open on a packed row, as SQL: a mask, from what rows share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from ballast.engine.columns import quoted
from ballast.engine.filling import filled, integer
from ballast.engine.layout import Asked, Layout, RuleLayout
from ballast.engine.sql import junction

_MASK = "CASE WHEN $state & $low <> 0 THEN 0 WHEN $state = 0 THEN $benefit ELSE $verdict END"
_WHERE = "CASE WHEN ($state >> $place) & 1 = 1 THEN $mask ELSE 0 END"
_BITS = "$absent & $bits"


def missing(layout: Layout, rule: RuleLayout, chunk: int) -> exp.Expression:
    """The rule's mask over one chunk of facts, from the packed columns."""
    if layout.masks is None:
        return quoted(rule.missing(chunk))
    return filled(
        _MASK,
        state=quoted(rule.state),
        low=integer(rule.low),
        benefit=_union([_asked(rule, each, chunk) for each in rule.benefit]),
        verdict=_union([_asked(rule, each, chunk) for each in rule.verdict]),
    )


def _asked(rule: RuleLayout, asked: Asked, chunk: int) -> exp.Expression:
    mask = _union(list(_masks(asked, chunk)))
    if asked.where is None:
        return mask
    place = integer(asked.where + rule.shift)
    return filled(_WHERE, state=quoted(rule.state), place=place, mask=mask)


def _masks(asked: Asked, chunk: int) -> Iterator[exp.Expression]:
    if bits := asked.bits(chunk):
        yield filled(_BITS, absent=quoted(Layout.absent(chunk)), bits=integer(bits))
    yield from (quoted(Layout.mask(place, chunk)) for place in asked.masks)


def _union(masks: Sequence[exp.Expression]) -> exp.Expression:
    return junction(exp.BitwiseOr, list(masks)) if masks else integer(0)
