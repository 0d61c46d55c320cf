"""Makes small PDF files whose text layer is right, though their font is embedded nowhere.

A Type 0 font numbers the characters in order of use; a ToUnicode map says which each is
(ISO 32000-1, 9.7 and 9.10.3).
"""

from __future__ import annotations

from collections.abc import Sequence

#: A rule from one point to another.
Rule = tuple[float, float, float, float]
#: A line: its place in points from the lower left corner, and its text.
Placed = tuple[float, float, str]
TOP, LEFT, SIZE, LEADING = 780, 72, 16, 28


def page(*lines: str) -> list[Placed]:
    """Lines one below another, of two characters or more: PDFium drops a lone one without a font."""
    return [(LEFT, TOP - LEADING * place, line) for place, line in enumerate(lines)]


def laid_out(
    paragraphs: Sequence[str], width: int, indent: int = 0, space: float = 0, height: int = 20
) -> list[list[Placed]]:
    """Paragraphs cut at so many characters, on numbered pages of so many lines."""
    lines: list[list[Placed]] = [[]]
    down = 0.0
    for text in paragraphs:
        start, room, left = 0, width - indent, LEFT + indent * SIZE
        while start < len(text):
            if len(lines[-1]) == height:
                lines.append([])
                down = 0
            lines[-1].append((left, TOP - down, text[start : start + room].ljust(2)))
            down += LEADING
            start, room, left = start + room, width, LEFT
        down += space
    return [[*page, (280, 40, f"— {number} —")] for number, page in enumerate(lines, 1)]


def pdf(
    pages: Sequence[Sequence[Placed]],
    encrypted: bool = False,
    rules: Sequence[Sequence[Rule]] = (),
) -> bytes:
    """A file of these pages; `rules` are drawn on each in turn."""
    codes = {
        character: code
        for code, character in enumerate(
            dict.fromkeys("".join(t for p in pages for _, _, t in p)), 1
        )
    }
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>",
        _stream(_to_unicode(codes)),
    ]
    for place, lines in enumerate(pages):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * place} 0 R>>".encode(),
            _stream(
                "\n".join(
                    [
                        *map(_drawn, [*rules, *[[]] * len(pages)][place]),
                        *(_shown(line, codes) for line in lines),
                    ]
                )
            ),
        ]
    return _file(objects, encrypted)


def _drawn(rule: Rule) -> str:
    return "{} {} m {} {} l S".format(*rule)


def _shown(line: Placed, codes: dict[str, int]) -> str:
    left, bottom, text = line
    written = "".join(f"{codes[character]:04x}" for character in text)
    return f"BT /F {SIZE} Tf 1 0 0 1 {left} {bottom} Tm <{written}> Tj ET"


def _to_unicode(codes: dict[str, int]) -> str:
    pairs = "\n".join(
        f"<{code:04x}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )


def _stream(content: str) -> bytes:
    data = content.encode()
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], encrypted: bool) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    # No password makes these keys: the file asks for one.
    lock = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'5a' * 32}>/U<{'a5' * 32}>/P -4>>/ID[<00><00>]"
        if encrypted
        else ""
    )
    made += (
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{lock}>>\nstartxref\n{table}\n%%EOF".encode()
    )
    return bytes(made)
