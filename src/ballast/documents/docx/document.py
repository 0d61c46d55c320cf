"""The parts of a DOCX file, checked, and the page that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import numpy as np
from lxml import etree

from ballast.documents.docx.body import Unreadable, read_body
from ballast.documents.docx.lines import Lines
from ballast.documents.docx.numbering import read_numbering
from ballast.documents.docx.styles import attribute, read_styles, tree
from ballast.documents.page import Page
from ballast.documents.text import Text
from ballast.errors import UnreadableFile
from ballast.guard import DAMAGE, Limits, unreadable, xml_parts

LIMITS = Limits(parts=5_000, size=512 * 1024**2, ratio=400)
ALLOWED = "a .docx document without a password"
#: What `container` calls a DOCX.
DOCX = "docx"
#: Where the text of a DOCX stands unless its relations say otherwise.
MEMBER = "word/document.xml"


@dataclass(frozen=True)
class _Parts:
    """The XML parts and the name of the main one."""

    every: Mapping[str, bytes]
    main: str

    def related(self, kind: str) -> bytes | None:
        """The part that the main part names as its `kind` (styles, numbering), or none."""
        folder, name = dirname(self.main), self.main.rpartition("/")[2]
        target = _target(self.every.get(join(folder, "_rels", f"{name}.rels")), kind, folder)
        return self.every.get(target or join(folder, f"{kind}.xml"))


def container(data: bytes) -> str:
    """What the zipped file that holds `data` is: DOCX, or the words for something else."""
    try:
        with BytesIO(data) as file, ZipFile(file) as archive:
            names = set(archive.namelist())
    except DAMAGE:
        return "a damaged ZIP container (DOCX, XLSX, ODT, OFD …)"
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return DOCX
    marks = {"xl/workbook.xml": "a workbook (XLSX)", "ppt/presentation.xml": "slides (PPTX)"}
    marks |= {"OFD.xml": "an OFD file", "mimetype": "an OpenDocument file (ODT)"}
    return next(
        (what for mark, what in marks.items() if mark in names),
        "a ZIP container without a document",
    )


def read_docx(data: bytes, name: str) -> Page:
    """The lines of the file that holds `data`; offsets are bytes of its main part, inflated.

    A generated label stands for its paragraph's start tag. The title among the fields is that of
    the core properties, which lie in another part: it stands for no bytes. Raises UnsafeFile,
    UnreadableFile.
    """
    try:
        parts = _parts(xml_parts(data, name, LIMITS), name)
        styles = read_styles(parts.related("styles"))
        counter = read_numbering(parts.related("numbering"), styles)
        lines = read_body(parts.every[parts.main], styles, counter)
        return Page(lines.text(), _headings(lines), _title(parts.every), offsets_in=parts.main)
    except (*DAMAGE, Unreadable, etree.XMLSyntaxError) as error:
        raise unreadable(name, error, ALLOWED) from None


def _parts(every: Mapping[str, bytes], name: str) -> _Parts:
    main = _target(every.get("_rels/.rels"), "officeDocument", "") or MEMBER
    if main not in every:
        reason = f"it has no part {main}"
        raise UnreadableFile(path=name, reason=reason, allowed=ALLOWED)
    return _Parts(every, main)


def _target(relations: bytes | None, kind: str, folder: str) -> str | None:
    """The part of that kind among `relations`, which are relative to `folder`."""
    for relation in tree(relations) if relations else ():
        target = attribute(relation, "Target") or ""
        if (attribute(relation, "Type") or "").endswith(f"/{kind}"):
            return normpath(join("/", folder, target)).lstrip("/")
    return None


def _headings(lines: Lines) -> dict[int, int]:
    """Levels as Markdown has them, 1 for the title.

    A single heading of the first level before all others is the title itself, unless another
    paragraph is.
    """
    levels = list(lines.headings.values())
    is_title = levels[:1] == [1] and levels.count(1) == 1 and 0 not in levels and len(levels) > 1
    shift = 0 if is_title else 1
    return {byte: level + shift for byte, level in lines.headings.items()}


def _title(parts: Mapping[str, bytes]) -> dict[str, Text]:
    core = parts.get("docProps/core.xml")
    found = tree(core).find("{http://purl.org/dc/elements/1.1/}title") if core else None
    title = (found.text or "").strip() if found is not None else ""
    nowhere = np.zeros(len(title), np.int32)
    return {"title": Text(title, nowhere, nowhere)} if title else {}
