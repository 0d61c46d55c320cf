"""Clean text in which every character knows its bytes in the original file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Byte offsets into the original file; the end is exclusive."""

    start: int
    end: int
