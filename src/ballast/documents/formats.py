"""Which format a document is in, and the format's reader: HTML, Markdown, text, DOCX, PDF."""

from __future__ import annotations

import re
from pathlib import PurePath

from ballast.documents.decode import decode
from ballast.documents.docx.document import DOCX, container, read_docx
from ballast.documents.html import read_html
from ballast.documents.markdown import read_markdown
from ballast.documents.page import Page
from ballast.documents.pdf.document import read_pdf
from ballast.documents.text import Text
from ballast.errors import UnknownFormat

FORMATS = (
    "HTML (.html, .htm), Markdown (.md, .markdown), plain text (.txt), Word (.docx), "
    "PDF with a text layer (.pdf)"
)

_HTML = {".html", ".htm", ".xhtml", ".shtml", ".shtm"}
_MARKDOWN = {".md", ".markdown"}
_PLAIN = {".txt", ".text", ""}
#: The mark of a PDF may stand behind empty lines of a web server.
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1024}%PDF-")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: First bytes of files that people do try: what they are.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Office file (DOC, XLS), or a new one with a password",
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
    """The text of the file `name` with its offsets.

    Raises UnknownFormat or NotText; for a DOCX or PDF also what `read_docx` and `read_pdf` raise.
    """
    if _PDF.match(data):
        return read_pdf(data, name)
    kind = container(data) if data.startswith(_ZIP) else _other(data)
    if kind == DOCX:
        return read_docx(data, name)
    if kind:
        raise UnknownFormat(name=name, given=kind, formats=FORMATS)
    return _read_text(decode(data, name), name)


def read_plain(text: Text) -> Page:
    """Plain text: nothing but its characters."""
    return Page(text.sub(re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]"), "\n"))


def _other(data: bytes) -> str | None:
    return next((what for mark, what in _OTHERS.items() if data.startswith(mark)), None)


def _read_text(text: Text, name: str) -> Page:
    suffix = PurePath(name).suffix.lower()
    if _FRONT_MATTER.match(text.value) or suffix in _MARKDOWN:
        return read_markdown(text)
    if suffix in _HTML or _HTML_TAG.search(text.value):
        return read_html(text)
    if suffix not in _PLAIN:
        raise UnknownFormat(name=name, given=f"a {suffix} file", formats=FORMATS)
    return read_markdown(text) if _MARKDOWN_HEADING.search(text.value) else read_plain(text)
