"""How a correction is worded: the paper that it corrects by name, number and day, then what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ballast_web.circulars.drafting.text import day


def titled(issuer: str, old: str) -> str:
    """What the correction of `old` is called."""
    return f"{issuer}关于更正《{old.removeprefix(issuer)[:110]}》的通知"[:160]


def worded(title: str, number: str, sent: date, lines: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs of the correction of what was sent on a day."""
    first = f"{day(sent)}印发的《{title}》（{number}）有关内容更正如下："
    return (first, *lines, "其他内容不变，以本通知更正的内容为准。")
