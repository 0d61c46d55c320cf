"""How much room the first word of a line takes: whether it had room in the line above."""

from __future__ import annotations

import re

#: What cannot be parted at a line's end: marks, figures and letters stay together.
_WORD = re.compile(
    r"[“‘（〔《「『【(\[<]*(?:[A-Za-z]+|[\d.,%‰]+|——|……|.)[，。、；：！？）〕》”’」』】,.;:!?)\]>%‰]*"
)
_NARROW = re.compile("[\x20-\x7e]")
#: How wide a letter or figure is, and what sets it off from a Chinese character, in characters.
_LETTER, _SET_OFF = 0.55, 0.25
_SLACK = 0.03


def is_full(above: str, line: str, room: float) -> bool:
    """Whether the first word of `line` has no room behind `above`: so many characters."""
    line = line.lstrip()
    found = _WORD.match(line)
    word = found[0] if found else line[:1]
    width = sum(_LETTER if _NARROW.match(character) else 1 for character in word)
    changes = bool(_NARROW.match(line)) != bool(_NARROW.match(above.rstrip()[-1:]))
    return width + _SET_OFF * changes > room + _SLACK
