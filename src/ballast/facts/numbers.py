"""A cell as an exact number: never through a binary float, never rounded in silence."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from ballast import quantities
from ballast.errors import NotAQuantity
from ballast.facts.raw import Raw, Value, bad, plain
from ballast.vocabulary.facts import Fact

_ASCII = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,8})?")
_NUMBER = re.compile(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CURRENCIES = {"¥": "CNY", "$": "USD"}
#: Digits that arithmetic keeps exactly here; longer numbers are refused.
_MOST_DIGITS = 24


class Number:
    """Reads the cells of one numeric column; a bare number is multiplied by `factor`."""

    def __init__(self, fact: Fact, factor: Decimal) -> None:
        self._fact = fact
        self._factor = factor
        self._step = Decimal(1).scaleb(-fact.scale)
        self._least, self._most = fact.bounds
        #: From here on, two neighbouring floats lie further apart than the column's last digit.
        self._coarse = float(self._step / factor) * 2**52

    def __call__(self, raw: Raw) -> Value:
        """The number in the fact's own unit, at its scale. Raises BadCell."""
        value = self._exact(raw)
        if not self._least <= value <= self._most:
            raise bad(raw, f"from {self._least:f} to {self._most:f}{self._unit()}")
        if not self._fits(value):
            raise bad(raw, self._digits())
        return int(value) if self._fact.type == "integer" else value.quantize(self._step)

    def _exact(self, raw: Raw) -> Decimal:
        if isinstance(raw, str):
            return Decimal(raw) * self._factor if _ASCII.fullmatch(raw) else self._text(raw)
        if isinstance(raw, float):
            return self._float(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            raise bad(raw, f"a number{self._unit()}")
        return Decimal(raw) * self._factor

    def _float(self, raw: float) -> Decimal:
        """A spreadsheet's number: what was typed, not its binary shadow.

        Sheets keep 15 digits of what is typed; the result of a formula has noise in the 16th and
        17th, which is dropped where it is no more than noise.
        """
        if not math.isfinite(raw):
            raise bad(raw, f"a number{self._unit()}")
        if abs(raw) >= self._coarse:
            raise bad(raw, "so large a number as text: a spreadsheet's is not exact here")
        value = Decimal(repr(raw)) * self._factor
        if self._fits(value):
            return value
        rounded = Decimal(f"{raw:.15g}") * self._factor
        noise = 4 * Decimal(math.ulp(raw)) * self._factor
        return rounded if abs(value - rounded) <= noise else value

    def _text(self, raw: str) -> Decimal:
        text = plain(raw).replace(" ", "")
        if text.startswith("(") and text.endswith(")"):  # accounting's negative
            text = "-" + text[1:-1]
        sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
        if self._fact.unit and _CURRENCIES.get(text[:1]) == self._fact.unit:
            text = text[1:]
        if sum(map(str.isdigit, text)) > _MOST_DIGITS:
            raise bad(raw, f"at most {_MOST_DIGITS} digits")
        if _NUMBER.fullmatch(text):
            return Decimal(sign + text.replace(",", "")) * self._factor
        return self._with_unit(raw, sign + text)

    def _with_unit(self, raw: str, text: str) -> Decimal:
        """A number with its own unit; a bare scale (500万) only where the header has no unit."""
        try:
            found = quantities.parse(text)
        except (NotAQuantity, ValueError):
            raise bad(raw, self._example()) from None
        if found.unit != own_unit(self._fact) and (found.unit or self._factor != 1):
            raise bad(raw, self._example())
        return found.value

    def _fits(self, value: Decimal) -> bool:
        return value == value.quantize(self._step) if abs(value) < 10**18 else True

    def _unit(self) -> str:
        return f" ({self._fact.unit})" if self._fact.unit else ""

    def _digits(self) -> str:
        return f"at most {self._fact.scale} digits after the point{self._unit()}"

    def _example(self) -> str:
        unit, kind = self._fact.unit or "", self._fact.type
        examples = {"money": "1,234.5 or 500万元", "ratio": "0.5 or 50%", "integer": f"300{unit}"}
        example = "500万美元" if unit == "USD" else examples.get(kind, "1234.5")
        return f"a number{self._unit()}, such as {example}"


def unit_factor(unit: str, fact: Fact) -> Decimal | None:
    """How much of the fact's own unit one `unit` is (万元 is 10000); None where it is another."""
    try:
        one = quantities.parse("1" + plain(unit).removeprefix("人民币"))
    except (NotAQuantity, ValueError):
        return None
    return one.value if one.unit == own_unit(fact) else None


def own_unit(fact: Fact) -> str:
    """The code of the unit that the fact's numbers are in, as `ballast.quantities` says it."""
    return "ratio" if fact.type == "ratio" else quantities.unit_code(fact.unit or "")
