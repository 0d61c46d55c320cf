"""A document's title among the lines above its text, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ballast.documents.citations import own_key
from ballast.documents.head import Line, Role, runs
from ballast.documents.kinds import KINDS
from ballast.documents.organs import ORGAN_END
from ballast.documents.passes.spaces import tight
from ballast.documents.text import Text

#: A title ends with the kind of the document; brackets behind it hold a year, 试行, 征求意见稿.
_TITLE = re.compile(rf"^[^。]{{4,}}(?:{KINDS})(?:\([^()]{{1,20}}\))*$")
_SITE = re.compile(r"(?<!\s)\s*[_|—-]{1,2}\s*[^_|—-]{2,20}$")
_ABRIDGED = re.compile(r"等(?:[一二三四五六七八九十\d]+)?(?:个)?(?:部门|单位|机关)?$")
_MOST_LINES = 4
_SHORTEST_HEADLINE = 8


def main_title(head: Sequence[Line]) -> Text | None:
    """The title: the last one above the number, the addressees or the first sentence."""
    titles = [(run[-1].text.span().end, title) for run in runs(head) if (title := _title_of(run))]
    if not titles:
        return None
    anchor = _anchor(head, titles[0][0])
    return [title for end, title in titles if end <= anchor][-1]


def _anchor(head: Sequence[Line], below: int) -> int:
    """The byte at which the line starts that a title stands above, behind the byte `below`."""
    for roles in ((Role.NUMBER, Role.ADDRESSEES), (Role.PROSE,)):
        starts = (line.text.span().start for line in head if line.role in roles)
        anchor = next((start for start in starts if start >= below), None)
        if anchor is not None:
            return anchor
    return head[-1].text.span().end


def _title_of(run: Sequence[Line]) -> Text | None:
    """The title that ends a run of lines, or stands in it; what is above it is the site's."""
    run = run[-_MOST_LINES * 2 :]
    for last in range(len(run), 0, -1):
        first = _first_line(run[:last])
        lines = run[first:last]
        if _TITLE.match("".join(line.view for line in lines).replace(" ", "")):
            return _without_layout(Text.joined([line.text for line in lines], " "))
    return None


def _first_line(run: Sequence[Line]) -> int:
    """Where the title starts: at 关于, or at the organs named above it; else a few lines up."""
    about = next((i for i, line in enumerate(run) if "关于" in line.view), None)
    if about is None:
        return (
            max(0, len(run) - 1) if _TITLE.match(run[-1].view) else max(0, len(run) - _MOST_LINES)
        )
    while about and re.search(rf"{ORGAN_END}$", run[about - 1].view):
        about -= 1
    return about


def _without_layout(title: Text) -> Text:
    """The title without line breaks and spaces, but for those between the organs that issue it."""
    at = title.view.find("关于")
    return tight(title) if at <= 0 else Text.joined([title[:at].strip(), tight(title[at:])])


def headline(head: Sequence[Line]) -> Text | None:
    """The first line of some length above a text without any other title, as news has it."""
    above = list(head[: next((i for i, line in enumerate(head) if line.role is Role.PROSE), 0)])
    plain = (line.text for line in above if line.role is Role.PLAIN and ":" not in line.view[:4])
    return next((text for text in plain if len(text) >= _SHORTEST_HEADLINE), None)


def inner_title(head: Sequence[Line], title: Text | None) -> Text | None:
    """The title of the annex that the notice issues: a later title which the notice's own names."""
    if title is None:
        return None
    named = own_key(title.value)
    for run in runs(head):
        for start in range(max(0, len(run) - _MOST_LINES), len(run)):
            found = tight(Text.joined([line.text for line in run[start:]]))
            key = own_key(found.value)
            if _TITLE.match(found.view) and key in named and key != named:
                return found
    return None


def title_issuers(title: Text | None) -> tuple[tuple[Text, ...], bool]:
    """The organs before 关于 in the title, and whether it abridges them (等部门)."""
    at = title.view.find("关于") if title else -1
    if title is None or at <= 0:
        return (), False
    before = title[:at].strip()
    if "《" in title.view[:at]:
        return (), False  # a headline: whoever issued the document did not issue the report
    abridged = _ABRIDGED.search(before.view)
    names = before[: abridged.start()] if abridged else before
    return tuple(names.split(re.compile(r"[ 、\u3000]+"))), bool(abridged)


def without_site(title: Text | None) -> Text | None:
    """A page's <title> without the name of the site behind it."""
    if title is None:
        return None
    found = _SITE.search(title.value)
    return title[: found.start()] if found else title
