"""Where a clause names its responsible units: brackets of any kind, or lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ballast.documents.organs import ORGAN_END
from ballast.documents.text import Text

_PREFIX = (
    r"(?:(?:主要)?责任|牵头|主办|承办|负责|落实|实施|配合|协办)(?:单位|部门|主体|处室|科室)? ?:"
)
#: Brackets may hold brackets: 各县（市、区）人民政府.
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)|〔(?:[^〔〕]|\([^()]*\))*〕")
_UNCLOSED = re.compile(rf"[(〔](?={_PREFIX})[^\n]*?(?=[。\n]*$)", re.MULTILINE)
_LINE = re.compile(rf"(?:^|(?<=[\n。;])) ?(?:{_PREFIX})[^\n。]+", re.MULTILINE)
_STARTS = re.compile(rf"^ ?{_PREFIX}")
_DOES = re.compile(r"(?:负责|牵头|配合|落实|参与|参加)(?:[。,;]|$)")
_NAME = re.compile(rf"{ORGAN_END}(?:\((?:牵头|配合)\))?$")
_SURE = re.compile(
    r"(?:[厅局委部办署]|政府|公司|[分支]行|中心|单位|部门)(?:等|按|负责|牵头|配合|分别|共同|\(|$)"
)
_DOING = re.compile(
    r"(?:等|按|负责|牵头|分别|共同|具体|配合|落实|参与|参加|协助|实施|办理|执行).*$"
)
#: What a list of units says beside them: 完成时限：2024年12月底, 2025年6月底前完成, 持续推进.
_ASIDE = re.compile(
    r"(?:完成|办结|落实|推进|实施)?(?:时限|时间|期限|进度)(?:要求)? ?:"
    r"|(?:长期|持续|常态化|逐年|每年)[^、,;]{0,10}$"
    r"|[到于在]?(?:(?:19|20)\d\d ?年|\d{1,2} ?月|年底|今年|明年)[^、;]*$"
)
#: What each of those holds.
_TIME = re.compile("[时期进长持常年月]")
_PIECES = re.compile("[,;，；。]")
_PREFIXED = re.compile(rf"(?:^|[,;。]) ?{_PREFIX}")
#: What may stand between lists.
_BETWEEN = "。；; \n"
_LONGEST_NAME = 40


class Block(NamedTuple):
    """A list of units in a clause: its place in the clause's text and what the brackets hold."""

    start: int
    end: int
    content: Text


def blocks(body: Text) -> list[Block]:
    """The lists of responsible units in `body`, in order."""
    view = body.view
    found = [*_bracketed(body, view)]
    if ":" in view:
        found += [block for block in _lines(body, view) if not _inside(block, found)]
    return sorted(found, key=lambda block: block.start)


def own_text(body: Text, found: list[Block]) -> tuple[int, int]:
    """Where the clause's own text stands: behind lists that open it, before those that end it."""
    value, start, end = body.value, 0, len(body)
    opening = list(found)
    while opening and not value[start : opening[0].start].strip(_BETWEEN):
        start = opening.pop(0).end
    if not value[start:].strip(_BETWEEN):
        start, opening = 0, found
    for block in reversed(opening):
        if block is not opening[-1] and value[block.end : end].strip(_BETWEEN):
            break
        end = block.start
    return start, end


def _bracketed(body: Text, view: str) -> Iterator[Block]:
    at = 0
    for pattern in (_BRACKETS, _UNCLOSED):
        for found in pattern.finditer(view):
            content = body[found.start() + 1 : found.end() - (pattern is _BRACKETS)]
            if found.start() >= at and _lists_units(view, found, content.view):
                yield Block(found.start(), found.end(), content)
                at = found.end()


def _lists_units(view: str, found: re.Match[str], content: str) -> bool:
    """Whether a bracket lists who is responsible: it says so, or holds names after a sentence."""
    if _STARTS.match(content) or (_ASIDE.match(content) and _PREFIXED.search(content)):
        return True
    before = view[: found.start()].rstrip()[-1:]
    after = view[found.end() : found.end() + 2].lstrip("。;")[:1]
    names = _names(content)
    if before and before in "。!?;”":
        return all(map(_is_name, names))
    # Inside the last sentence (给予补助（市财政局）。) only what is surely an organ: not （两市）.
    return after in ("", "\n") and all(map(_is_name, names)) and all(map(_SURE.search, names))


def _names(content: str) -> list[str]:
    """The names of a list, up to the first full stop: behind it stand conventions."""
    listed = re.split("[。;]", content)[0]
    plain = re.sub(r"\((?!牵头|配合)[^()]*\)", "", listed)
    return [name for name in re.split("[、,]", plain) if not is_aside(name)] or [""]


@lru_cache(4096)
def is_aside(piece: str) -> bool:
    """Whether a piece of a list says until when and names no unit."""
    return bool(_ASIDE.match(piece.strip()))


def asides(listed: Text) -> list[Text]:
    """The pieces of a list that say until when."""
    if not _TIME.search(listed.view):
        return []
    pieces = listed.split(_PIECES)
    return [piece for piece in pieces if is_aside(piece.view)]


@lru_cache(4096)
def _is_name(name: str) -> bool:
    if "下同" in name or "牵头" in name:
        return True
    plain = _DOING.sub("", name.strip())
    return 1 < len(name) <= _LONGEST_NAME and bool(
        _NAME.search(plain) or (_DOES.search(name) and not plain)
    )


def _lines(body: Text, view: str) -> Iterator[Block]:
    for found in _LINE.finditer(view):
        yield Block(found.start(), found.end(), body[found.start() : found.end()])


def _inside(block: Block, others: list[Block]) -> bool:
    return any(other.start <= block.start < other.end for other in others)
