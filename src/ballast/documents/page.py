"""What a format's reader hands over: text in lines, and what the markup said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ballast.documents.text import Text


@dataclass(frozen=True)
class Page:
    """The text of a file, one block a line, cells of a table row parted by tabs.

    Empty lines and spaces at the sides of a line are left to the repairs.

    `headings`: the level of each heading by the byte at which it starts. `fields`: what front
    matter or the head of a page states (title, date), as printed. `offsets_in` says what the bytes
    of the text are bytes of: the file itself (`bytes`), a part of it by its name, or the text taken
    from it in UTF-8 (`text`). `pages_without_text` are numbers of pages, from 1, that hold none.
    """

    text: Text
    headings: Mapping[int, int] = field(default_factory=dict)
    fields: Mapping[str, Text] = field(default_factory=dict)
    offsets_in: str = "bytes"
    pages_without_text: tuple[int, ...] = ()
