"""Numbers as Word writes them before list items: ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def number(count: int, form: str) -> str:
    """`count` (from 0) in the format `form`; one that is not known, or has no sign, in digits."""
    written = _FORMS.get(form)
    return (written(count) if written else "") or str(count)


def _thousands(count: int, digits: str, units: str, bare: str = "") -> str:
    """Numerals with units for ten, hundred, thousand: 一百零二; empty outside 1 to 9999.

    `bare`: the units that are written without a one before them.
    """
    made, gap = "", False
    for power in (3, 2, 1, 0) if 0 < count < 10_000 else ():
        digit, unit = count // 10**power % 10, units[power - 1] if power else ""
        if digit:
            one = "" if digit == 1 and unit and unit in bare else digits[digit]
            made, gap = made + (digits[0] if gap else "") + one + unit, False
        else:
            gap = bool(made)
    return made


def _chinese(count: int) -> str:
    made = _thousands(count, "零" + _DIGITS[1:], "十百千")
    return made[1:] if 10 <= count < 20 else made


def _japanese(count: int) -> str:
    return _thousands(count, " " + _DIGITS[1:], "十百千", bare="十百千").replace(" ", "")


def _counted(count: int) -> str:
    """十一, 九十九, from a hundred on digit by digit: 一〇二."""
    return _chinese(count) if count < 100 else _digits(count)


def _digits(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


def _roman(count: int) -> str:
    made = ""
    for value, letters in _ROMAN if count < 4000 else ():
        made += letters * (count // value)
        count %= value
    return made


def _letters(count: int) -> str:
    """A … Z, AA, BB: the letter repeats."""
    if not 0 < count <= 780:
        return ""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _from(signs: str) -> Callable[[int], str]:
    """The signs in order; none past the last."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else ""


def _run(first: str, last: str) -> Callable[[int], str]:
    return _from("".join(map(chr, range(ord(first), ord(last) + 1))))


def _sixty(count: int) -> str:
    """甲子, 乙丑 … 癸亥."""
    return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12] if 0 < count <= 60 else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "chineseCounting": _counted,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _chinese,
    "taiwaneseDigital": _digits,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "japaneseCounting": _japanese,
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "chineseLegalSimplified": lambda count: _thousands(count, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda count: _thousands(count, _LEGAL_TRADITIONAL, "拾佰仟"),
    "decimalEnclosedCircle": _run("①", "⑳"),
    "decimalEnclosedCircleChinese": _run("①", "⑳"),
    "decimalEnclosedParen": _run("⑴", "⒇"),
    "decimalEnclosedFullstop": _run("⒈", "⒛"),
    "ideographEnclosedCircle": _run("㊀", "㊉"),
    "numberInDash": lambda count: f"- {count} -",
}
