"""A title that is not printed, inferred from what the opening says the document is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ballast.documents.head import Line, Role
from ballast.documents.passes.spaces import tight
from ballast.documents.text import Text

_KIND = (
    r"(?:(?:实施|若干|工作|指导|具体|政策|管理|贯彻)*(?:意见|措施|办法|方案|规定|政策|细则|计划))"
)
_REMARK = r"(?:\([^()]{0,40}\))?"
#: 现就加快伞业，尤其是出口伞的发展…: what a title leaves out.
_ASIDE = r"(?:,(?:尤其是?|特别是?|包括|重点是)[^。;:]{2,40}的(?=[^,。;:]{2,12}))?"
#: 现就…提出如下意见: what the sentence is about and the kind of document that it announces.
_ANNOUNCED = re.compile(
    rf"(?:^|[,。;])(?:现|特)?就(?P<about>[^,。;:]{{4,60}}?{_ASIDE}[^,。;:]{{0,20}}?{_REMARK}),?(?:现|特)?(?:提出|制定|出台|明确)"
    rf"(?:如下|以下)(?P<kind>{_KIND})"
)
#: 现就…通知如下: the subject must name more than 有关事项.
_TOLD = re.compile(
    rf"(?:^|[,。;])(?:现|特)?(?:就|将)(?!有关|相关|以下|具体)(?P<about>[^,。;:]{{4,60}}?{_REMARK})"
    r",?(?P<kind>通知|公告|通告)如下"
)
_LEFT_OUT = re.compile(r"[（(][^（）()]*[）)]|[，,](?:尤其|特别|包括|重点).*的")


def inferred_title(head: Sequence[Line]) -> Text | None:
    """关于…的…, as the first sentences above the clauses announce it, else None."""
    found = (_announced(tight(line.text)) for line in head if line.role is not Role.FIELD)
    return next((title for title in found if title), None)


def _announced(text: Text) -> Text | None:
    found = _ANNOUNCED.search(text.view) or _TOLD.search(text.view)
    if found is None:
        return None
    about, kind = found.span("about"), found.span("kind")
    words = text[slice(*about)].sub(_LEFT_OUT, "")
    return Text.joined([_before(words, "关于", "的"), text[slice(*kind)]])


def _before(text: Text, first: str, last: str) -> Text:
    """`text` with words at both sides that stand for no bytes of their own."""
    size = len(text)
    return text.edit([(0, 0, first), (size, size, last)])
