"""One cell of a sheet as the value of a fact, exact, or a clear refusal.

Empty and 不详, 未知, 未填, 暂无, N/A, NULL are unknown. A dash, a slash, an asterisk and 无 may
mean zero, not applicable or unknown, so they are refused (but 有 and 无 answer a yes-or-no fact). A
number may carry its unit (500万元, 50%, 300人), which then counts instead of the header's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from ballast.facts.numbers import Number
from ballast.facts.raw import CellError, Raw, Value, bad, plain, shown
from ballast.vocabulary import uscc
from ballast.vocabulary.codes import Codelist, Regions
from ballast.vocabulary.facts import Fact

Reader = Callable[[Raw], Value]

_UNKNOWN = {"", "不详", "未知", "未填", "暂无", "暂无数据", "n/a", "na", "null", "none", "nan"}
_AMBIGUOUS = {"-", "--", "—", "——", "–", "/", "\\", "无", "没有", "*", "**", "***"}
_ERROR = re.compile(r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)")
_TRUE = {"是", "有", "true", "yes", "y", "1", "√", "对"}
_FALSE = {"否", "无", "没有", "false", "no", "n", "0", "×", "x", "不是"}
_DATE = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?: ?[\d:.]+)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


def reader(fact: Fact, factor: Decimal, codelists: Mapping[str, Codelist]) -> Reader:
    """What reads a cell of the column of `fact`: its value, None for unknown. Raises BadCell.

    A bare number is multiplied by `factor`, the header's unit in the fact's own.
    """
    kinds: dict[str, Reader] = {
        "bool": _bool,
        "date": lambda raw: _date(raw, fact),
        "enum": _enum(fact),
        "code": _code(fact, codelists),
        "text": _text,
    }
    read = kinds.get(fact.type) or Number(fact, factor)

    def cell(raw: Raw) -> Value:
        return None if is_unknown(raw, fact) else read(raw)

    return cell


def is_unknown(raw: Raw, fact: Fact) -> bool:
    """Whether the cell says that the fact is not known. Raises BadCell where it is unclear."""
    if isinstance(raw, CellError):
        raise bad(raw, "a value; the formula of this cell failed")
    if not isinstance(raw, str):
        return raw is None
    if raw[:1].isdecimal():
        return False
    text = plain(raw).lower()
    if _ERROR.fullmatch(text.upper()):
        raise bad(raw, "a value; the formula of this cell failed or the column was too narrow")
    if text in _AMBIGUOUS and not (fact.type == "bool" and text in _FALSE):
        raise bad(raw, "a value: 0 if there is none, an empty cell if it is not known")
    return text in _UNKNOWN


def _bool(raw: Raw) -> Value:
    if isinstance(raw, bool):
        return raw
    text = plain(shown(raw)).lower()
    if text not in _TRUE | _FALSE:
        raise bad(raw, "是 or 否 (also 有, 无, true, false, 1, 0)")
    return text in _TRUE


def _date(raw: Raw, fact: Fact) -> Value:
    day = raw.date() if isinstance(raw, datetime) else raw
    if not isinstance(day, date):
        day = _written_date(raw)
    least, most = fact.minimum, fact.maximum
    if (isinstance(least, date) and day < least) or (isinstance(most, date) and day > most):
        raise bad(raw, f"a date from {least or 'any day'} to {most or 'any day'}")
    return day


def _written_date(raw: Raw) -> date:
    text = plain(shown(raw)) if isinstance(raw, str | int | float) else ""
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        expected = "a date such as 2022-03-01, 2022/3/1 or 2022年3月1日"
        raise bad(raw, expected) from None


def _enum(fact: Fact) -> Reader:
    values = {plain(label): value for value, label in fact.values.items()}
    values |= {value: value for value in fact.values}
    allowed = ", ".join(f"{value} {label}" for value, label in fact.values.items())

    def read(raw: Raw) -> Value:
        if not isinstance(raw, str) or plain(raw) not in values:
            raise bad(raw, f"one of: {allowed}")
        return values[plain(raw)]

    return read


def _text(raw: Raw) -> Value:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise bad(raw, "text")
    text = shown(raw).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise bad(raw, "text without line breaks and control characters")
    return text


def _code(fact: Fact, codelists: Mapping[str, Codelist]) -> Reader:
    if fact.codelist is None:
        return _identifier
    if fact.codelist == "uscc":
        return _uscc
    return _listed(codelists[fact.codelist], fact.level)


def _identifier(raw: Raw) -> Value:
    if isinstance(raw, float) and (not raw.is_integer() or abs(raw) >= 1e15):
        raise bad(raw, "a code as text: a spreadsheet's number keeps 15 digits")
    return _text(raw)


def _uscc(raw: Raw) -> Value:
    code = uscc.normalise(raw) if isinstance(raw, str) else ""
    if uscc.status(code) == "invalid":
        raise bad(raw, _expected_uscc(code))
    return code


def _expected_uscc(code: str) -> str:
    if len(code) == uscc.LENGTH and set(code) <= set(uscc.ALPHABET):
        last = uscc.outer_check(code[:17])
        return f"a code whose check character fits (after these 17 it would be {last})"
    return f"{uscc.LENGTH} characters of 0-9 and A-Z without I, O, S, V, Z, as text (GB 32100-2015)"


def _listed(codelist: Codelist, level: str | None) -> Reader:
    known: dict[str, str | None] = {}

    def read(raw: Raw) -> Value:
        if isinstance(raw, float | int) and codelist.name == "industries" and raw < 1000:
            raise bad(raw, "an industry code as text: a number loses its leading zero (0111)")
        text = shown(raw)
        if text not in known:
            known[text] = codelist.normalise(text)
        if (code := known[text]) is None:
            raise bad(raw, f"a code or label of {codelist.name}.csv")
        if level and isinstance(codelist, Regions) and not codelist.fits(code, level):
            raise bad(raw, f"a {level}; {code} is {codelist.label(code)}")
        return code

    return read
