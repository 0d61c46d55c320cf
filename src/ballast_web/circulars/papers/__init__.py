"""Circulars as documents in official format (GB/T 9704-2012): one content, DOCX and PDF."""

from __future__ import annotations

from collections.abc import Callable

from ballast_web.circulars.models import Circular
from ballast_web.circulars.papers import pdf, word
from ballast_web.circulars.papers.paper import ISSUERS_COPY, Paper, paper_of

#: Each format: its media type, and what writes it.
FORMATS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        word.rendered,
    ),
    "pdf": ("application/pdf", pdf.rendered),
}


def rendered(circular: Circular, form: str, copy: int = ISSUERS_COPY) -> bytes:
    """The circular as a document of a format. Raises NoPaperFont, KeyError."""
    return FORMATS[form][1](paper_of(circular, copy))
