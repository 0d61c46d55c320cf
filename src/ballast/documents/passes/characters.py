"""Damaged and invisible characters."""

from __future__ import annotations

import re

from ballast.documents.text import Text

#: Letters and half-width forms that broken fonts and converters leave in place of punctuation.
_LOOKALIKES = {
    "ꎬ": "，",
    "ꎮ": "。",
    "ꎻ": "；",
    "ꎺ": "：",
    "､": "、",
    "｡": "。",
    "«": "《",
    "»": "》",
    "〈": "《",
    "〉": "》",
    "\ue5e5": "",  # the private-use space of Founder typesetting
}
_DAMAGED = re.compile("|".join(_LOOKALIKES))
#: Zero-width and direction marks, soft hyphens, control characters: nothing a reader sees.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\xad\x00-\x08\x0e-\x1f\x7f-\x9f]+"
)


def characters(text: Text) -> Text:
    """Punctuation for its look-alikes; invisible characters out."""
    return text.sub(_INVISIBLE, "").sub(_DAMAGED, lambda m: _LOOKALIKES[m[0]])
