"""Reading: a large dirty page against merely parsing its HTML.

The page is invented: numbered clauses with responsible units, amounts and deadlines, links inside
words, empty spans. The ratio compares everything that `ballast read` finds with what Python's own
HTML parser takes to tokenise the same page. The peak is the most memory held at once, as
`tracemalloc` counts it, in sizes of the file.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from html.parser import HTMLParser

from ballast.documents.reader import read_bytes
from ballast.measures.extract import measures
from benchmarks.measuring import Table, interleaved

CLAUSES = (100, 1_000, 4_000)
HEAD = ("clauses", "KB", "read s", "KB/s", "parse s", "read ÷ parse", "peak ÷ size")
DIGITS = "零一二三四五六七八九"


def run() -> Table:
    """One row a size; the time a clause must not grow with the number of clauses."""
    return Table(HEAD, [row(count) for count in CLAUSES])


def row(count: int) -> list[str]:
    """Read and parse one page of `count` clauses."""
    page = dirty_page(count)
    data = page.encode()

    def read() -> None:
        found = measures(read_bytes(data, "page.html"))
        if len(found) != count:
            raise RuntimeError(f"{len(found)} of {count} measures read")

    seconds = interleaved({"read": read, "parse": lambda: HTMLParser().feed(page)}, rounds=3)
    size = len(data) / 1024
    return [
        f"{count:,}",
        f"{size:.0f}",
        f"{seconds['read']:.2f}",
        f"{size / seconds['read']:.0f}",
        f"{seconds['parse']:.2f}",
        f"{seconds['read'] / seconds['parse']:.1f}",
        f"{peak(read) / len(data):.1f}",
    ]


def peak(work: Callable[[], None]) -> int:
    """The most bytes that `work` holds at once."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def dirty_page(count: int) -> str:
    """An invented document of `count` clauses in sections of nine."""
    parts = [
        "<html><body><div>网站首页 &gt; 政策</div><p>海棠市关于扶持制伞业的若干措施</p>",
        "<p>棠府〔2022〕9号</p>",
    ]
    for at in range(count):
        section, place = divmod(at, 9)
        if place == 0:
            parts.append(
                f"<p><strong>{numeral(section + 1)}、扶持第{section + 1}类伞厂</strong></p>"
            )
        parts.append(clause(place + 1, at))
    parts.append("<p>海棠市人民政府</p><p>2022年3月1日</p></body></html>")
    return "\n".join(parts)


def clause(place: int, at: int) -> str:
    """One clause with a split word, an amount, a target and a deadline."""
    return (
        f"<p>（{numeral(place)}）对年销售<span id='a'><a href='#'>雨伞</a></span><span></span>"
        f"{at + 1}万把以上的伞厂，按研发投入的{at % 20 + 1}%给予补助，"
        f"最高不超过{at % 90 + 10}万元。"
        f"2022年{at % 12 + 1}月底前推动{at + 10}家伞厂开展技术改造。"
        "（市工业和信息化局、市财政局，各区人民政府）</p>"
    )


def numeral(number: int) -> str:
    """A number below 1000 in Chinese."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
