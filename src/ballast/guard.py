"""What a zipped Office file may not be, checked before any parser of such files sees it.

Every part is inflated here in bounded pieces, and every XML part read by expat: no bombs, no sizes
that lie, no document types or entities, no encrypted or oddly packed parts, no name twice.
"""

from __future__ import annotations

import struct
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ballast.errors import UnreadableFile, UnsafeFile

#: What reading a damaged zipped file fails with: zipfile lets a ValueError pass for a name that is
#: not UTF-8, and a RuntimeError for a version of ZIP to come.
DAMAGE = (BadZipFile, zlib.error, struct.error, expat.ExpatError, ValueError, RuntimeError)
_PIECE = 1 << 20
_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True)
class Limits:
    """How many parts a file may have, how many bytes in all, and how far one may inflate.

    A part under a megabyte may inflate to any size it states; a larger one `ratio` times at most.
    """

    parts: int
    size: int
    ratio: int


def xml_parts(data: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """The XML parts, by their names, of the zipped file that holds `data`; the others are checked.

    Raises UnsafeFile, and any of `DAMAGE`.
    """
    found: dict[str, bytes] = {}
    with BytesIO(data) as file, ZipFile(file) as archive:
        check_parts(name, archive.infolist(), limits)
        for part in archive.infolist():
            content = checked(name, file, part)
            if is_xml(part.filename):
                found[part.filename] = b"".join(content)
            else:
                deque(content, maxlen=0)
    return found


def checked(path: Path | str, file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes; no more than it states, and plain XML if its name says that it is XML."""
    parser = plain_parser(path, part.filename) if is_xml(part.filename) else None
    for piece in pieces(path, file, part):
        if parser:
            parser.Parse(piece, False)
        yield piece
    if parser:
        parser.Parse(b"", True)


def check_parts(path: Path | str, parts: Sequence[ZipInfo], limits: Limits) -> None:
    """Refuse what the headers of the parts tell already. Raises UnsafeFile."""
    if len(parts) > limits.parts or len({part.filename for part in parts}) < len(parts):
        reason = f"{len(parts)} parts, or one name twice"
        refuse(path, reason, f"{limits.parts} parts, each once")
    if sum(part.file_size for part in parts) > limits.size:
        refuse(path, "it unpacks to too much", f"{limits.size // 1024**2} MB")
    for part in parts:
        if part.file_size > max(limits.ratio * part.compress_size, 1 << 20):
            refuse(path, f"{part.filename} unpacks beyond measure", f"{limits.ratio} times")
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            reason = f"{part.filename} is encrypted or packed oddly"
            refuse(path, reason, "stored or deflated parts")


def pieces(path: Path | str, file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces of at most a megabyte. Raises UnsafeFile past the stated size."""
    size = 0
    for piece in _inflated(file, part):
        size += len(piece)
        if size > part.file_size:
            refuse(path, f"{part.filename} is larger than it says", "true sizes")
        yield piece


def plain_parser(path: Path | str, name: str) -> expat.XMLParserType:
    """A parser for the part `name` that refuses document types and entities by UnsafeFile."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    handler = partial(_doctype, path, name)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = handler
    return parser


def is_xml(name: str) -> bool:
    """Whether a part of this name holds XML."""
    return name.lower().endswith(_XML)


def refuse(path: Path | str, reason: str, allowed: str) -> NoReturn:
    """Raise UnsafeFile."""
    raise UnsafeFile(path=path, reason=reason, allowed=allowed)


def unreadable(path: Path | str, error: Exception, allowed: str) -> UnreadableFile:
    """The error for a file that is damaged."""
    return UnreadableFile(path=path, reason=str(error), allowed=allowed)


def _doctype(path: Path | str, name: str, *_: object) -> None:
    refuse(path, f"{name} declares a document type or entities", "plain XML parts")


def _inflated(file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes, read past what the headers claim."""
    file.seek(part.header_offset)
    name, extra = struct.unpack("<26x2H", file.read(30))
    file.seek(name + extra, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(left, _PIECE))):
        left -= len(packed)
        while packed and inflate:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail
        if packed:
            yield packed
    if inflate:
        yield inflate.flush()
