"""Repairs of damaged text: each a pure function from Text to Text, in one order."""

from __future__ import annotations

from ballast.documents.passes.characters import characters
from ballast.documents.passes.chrome import chrome
from ballast.documents.passes.footnotes import footnotes
from ballast.documents.passes.glued import glued
from ballast.documents.passes.page_marks import page_marks
from ballast.documents.passes.pinyin import pinyin
from ballast.documents.passes.spaced import spaced
from ballast.documents.passes.spaces import spaces
from ballast.documents.passes.wraps import wraps
from ballast.documents.text import Text

#: Characters first, since the others match them; wraps when only real lines are left,
#: and then what stands on one line for want of breaks.
PASSES = (characters, pinyin, footnotes, spaces, spaced, page_marks, chrome, wraps, glued)


def repair(text: Text) -> Text:
    """`text` after every repair."""
    for repair_pass in PASSES:
        text = repair_pass(text)
    return text.strip()
