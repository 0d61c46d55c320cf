"""The check of a 统一社会信用代码 as SQL, equal to `ballast.vocabulary.uscc.status`."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from ballast.vocabulary.uscc import ALPHABET, INNER_WEIGHTS, OUTER_WEIGHTS

_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc_status(code: exp.Expression) -> exp.Expression:
    """`code` as invalid, confirm or valid; NULL stays NULL."""
    outer = f"{_total(ALPHABET, 1, OUTER_WEIGHTS)} % 31"
    inner = f"{_total(_BASE36, 9, INNER_WEIGHTS)} % 11"
    passed_outer = f"(31 - {outer}) % 31 = {_place(ALPHABET, 18)}"
    passed_inner = f"(11 - {inner}) % 11 = {_place('0123456789X', 17)}"
    template = sqlglot.parse_one(
        f"""CASE WHEN code IS NULL THEN NULL
        WHEN LENGTH(code) <> 18 OR {_outside()} THEN 'invalid'
        WHEN {passed_outer} AND {passed_inner} THEN 'valid'
        WHEN {passed_outer} OR {passed_inner} THEN 'confirm' ELSE 'invalid' END""",
        dialect="duckdb",
    )
    return template.transform(
        lambda node: code.copy() if isinstance(node, exp.Column) and node.name == "code" else node
    )


def _outside() -> str:
    """Whether anything is left once the characters of the alphabet are taken out."""
    return f"TRANSLATE(code, '{ALPHABET}', '') <> ''"


def _place(alphabet: str, position: int) -> str:
    return f"(STRPOS('{alphabet}', SUBSTRING(code, {position}, 1)) - 1)"


def _total(alphabet: str, start: int, weights: tuple[int, ...]) -> str:
    terms = (f"{_place(alphabet, start + at)} * {weight}" for at, weight in enumerate(weights))
    return f"({' + '.join(terms)})"
