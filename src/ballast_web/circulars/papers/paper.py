"""What a circular prints, whatever the format, and the measures of GB/T 9704-2012."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ballast_web.circulars.drafting.tables import Table, table_of
from ballast_web.circulars.drafting.text import NUMERALS, day
from ballast_web.circulars.models import Circular
from ballast_web.circulars.states import CircularKind

#: 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm on A4.
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
WIDTH, HEIGHT = 156, 225
#: 5.2.2, 5.2.3: 3号 (16 pt), 22 lines a page, 28 characters a line.
SIZE, LINES, CHARACTERS = 16, 22, 28
#: 2号 and 4号.
TITLE_SIZE, FOLIO_SIZE = 22, 14
#: The red of 版头.
RED = "E60012"
#: What stands in the number's place before the paper is approved.
UNNUMBERED = "（送审稿，未编号）"
#: What stands in a day's place before there is one.
NO_DAY = "　　年　月　日"
#: 7.2.1: the number of the copy that stays with the issuer.
ISSUERS_COPY = 1
_LED = re.compile(rf"^（[{NUMERALS}]+）[^。]*。")


@dataclass(frozen=True)
class Paper:
    """A circular as it is printed; `mark` is the 发文机关标志.

    `copies_to`, `printed_by` and `printed_on` make its 版记, `copy` is its 份号; empty where it has
    none. `day` is the paper's, or before it is approved its figures': documents bear it as their
    own, so that the same circular always gives the same bytes.
    """

    kind: str
    mark: str
    number: str
    title: str
    addressees: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[Table, ...]
    signature: str
    dated: str
    figures_on: str
    day: date
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    copy: str = ""

    @property
    def is_monthly(self) -> bool:
        """Whether it is the leader's page."""
        return self.kind == CircularKind.MONTHLY

    @property
    def appendices(self) -> tuple[str, ...]:
        """How the body announces its tables (7.3.4): 附件：1.…"""
        titles = [table.title for table in self.tables]
        if len(titles) == 1:
            return (f"附件：{titles[0]}",)
        return tuple(
            f"{'附件：' if place == 1 else '　　　'}{place}.{title}"
            for place, title in enumerate(titles, 1)
        )

    def appendix(self, place: int) -> str:
        """What stands in the corner of a table's page (7.3.7): 附件1."""
        return "附件" if len(self.tables) == 1 else f"附件{place}"


def paper_of(circular: Circular, copy: int = ISSUERS_COPY) -> Paper:
    """The paper of a circular as it stands; of numbered copies the one with a number."""
    monthly = circular.kind == CircularKind.MONTHLY
    return Paper(
        kind=circular.kind,
        mark="工业稳增长月报" if monthly else f"{circular.issuer.name}文件",
        number=circular.number or UNNUMBERED,
        title=circular.title,
        addressees=f"{circular.addressees}：" if circular.addressees else "",
        sections=tuple(
            (f"{NUMERALS[place]}、{each['heading']}", tuple(each["paragraphs"]))
            for place, each in enumerate(circular.sections)
        ),
        tables=tuple(table_of(kept) for kept in circular.tables),
        signature=circular.issuer.name,
        dated=day(circular.dated) if circular.dated else "",
        figures_on=day(circular.figures_on),
        day=circular.dated or circular.figures_on,
        copies_to=f"抄送：{circular.copies_to}。" if circular.copies_to else "",
        printed_by=circular.printed_by,
        printed_on=f"{_sent_on(circular)}印发",
        copy=f"{copy:06}" if circular.numbered_copies else "",
    )


def _sent_on(circular: Circular) -> str:
    """The day on which it was sent, as that is when it is printed; a gap before."""
    return day(timezone.localdate(circular.sent_at)) if circular.sent_at else NO_DAY


def pieces(paragraph: str) -> tuple[str, str]:
    """A paragraph's second-level heading (楷体) and the rest of it; the first may be empty."""
    led = _LED.match(paragraph)
    return (led.group(), paragraph[led.end() :]) if led else ("", paragraph)
