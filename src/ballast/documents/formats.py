"""Which format a document is in, and the format's reader: HTML, Markdown, plain text."""

from __future__ import annotations

import re
from pathlib import PurePath

from ballast.documents.decode import decode
from ballast.documents.html import read_html
from ballast.documents.markdown import read_markdown
from ballast.documents.page import Page
from ballast.documents.text import Text
from ballast.errors import UnknownFormat

FORMATS = "HTML (.html, .htm), Markdown (.md, .markdown), plain text (.txt)"

_HTML = {".html", ".htm", ".xhtml", ".shtml", ".shtm"}
_MARKDOWN = {".md", ".markdown"}
_PLAIN = {".txt", ".text", ""}
#: First bytes of files that people do try: what they are.
_OTHERS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP container (DOCX, XLSX, ODT, OFD …)",
    b"\xd0\xcf\x11\xe0": "an old Office file (DOC, XLS)",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n[^\n]*:")
_HTML_TAG = re.compile(
    r"<(?:!doctype|html|body|head|meta|table|div|p|br|td|span)\b[^<>]*>", re.IGNORECASE
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)


def read_page(data: bytes, name: str) -> Page:
    """The text of the file `name` with its offsets. Raises UnknownFormat or NotText."""
    given = next((what for mark, what in _OTHERS.items() if data.startswith(mark)), None)
    if given:
        raise UnknownFormat(name=name, given=given, formats=FORMATS)
    text = decode(data, name)
    suffix = PurePath(name).suffix.lower()
    if _FRONT_MATTER.match(text.value) or suffix in _MARKDOWN:
        return read_markdown(text)
    if suffix in _HTML or _HTML_TAG.search(text.value):
        return read_html(text)
    if suffix not in _PLAIN:
        raise UnknownFormat(name=name, given=f"a {suffix} file", formats=FORMATS)
    return read_markdown(text) if _MARKDOWN_HEADING.search(text.value) else read_plain(text)


def read_plain(text: Text) -> Page:
    """Plain text: nothing but its characters."""
    return Page(text.sub(re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]"), "\n"))
