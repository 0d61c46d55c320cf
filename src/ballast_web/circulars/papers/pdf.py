"""PDF by Typst, in this process: fonts of the system or of BALLAST_PAPER_FONT, as subsets.

The text goes in as data and is never read as markup. The same circular gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from ballast_web.circulars.errors import NoPaperFont
from ballast_web.circulars.papers.paper import Paper, pieces

_TEMPLATES = Path(__file__).parent / "templates"
#: For each face of the standard the families that give it, the best first.
FACES: dict[str, tuple[str, ...]] = {
    "仿宋": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "Noto Serif CJK SC"),
    "小标宋": (
        *("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "黑体", "Noto Sans CJK SC", "Noto Serif CJK SC"),
    "楷体": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Noto Serif CJK SC"),
    "宋体": ("SimSun", "宋体", "Noto Serif CJK SC"),
}


@lru_cache(maxsize=2)
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[folder] if folder else [],
    )


def faces(folder: str) -> dict[str, list[str]]:
    """The families at hand for each face. Raises NoPaperFont where one has none."""
    there = set(_fonts(folder).families())
    found = {face: [each for each in names if each in there] for face, names in FACES.items()}
    if not all(found.values()):
        raise NoPaperFont()
    return found


def rendered(paper: Paper) -> bytes:
    """The paper as PDF. Raises NoPaperFont."""
    made = _compiler(paper).compile(
        format="pdf", timestamp=datetime.combine(paper.day, time(), UTC), pdf_standards="a-2b"
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is one run of bytes
    return made


def imprint_place(paper: Paper) -> str:
    """Where the 版记 stands that it be on an even page (7.4).

    `here`, below the text; on the `next` page where the text ends on an odd one; `after-blank`
    where it leaves too little of an even one; nothing for a paper without. Raises NoPaperFont.
    """
    found = json.loads(_compiler(paper).query("<imprint-place>", field="value"))
    return "".join(found)


def _compiler(paper: Paper) -> typst.Compiler:
    folder = settings.BALLAST_PAPER_FONT
    content = {**_content(paper), "faces": faces(folder)}
    template = "monthly.typ" if paper.is_monthly else "circular.typ"
    return typst.Compiler(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(folder),
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False, default=str)},
    )


def _content(paper: Paper) -> dict[str, Any]:
    """The paper as the templates read it."""
    sections = [
        {"heading": heading, "paragraphs": [pieces(text) for text in paragraphs]}
        for heading, paragraphs in paper.sections
    ]
    tables = [
        {**asdict(table), "mark": paper.appendix(place)}
        for place, table in enumerate(paper.tables, 1)
    ]
    lines = {"appendices": paper.appendices, "sections": sections, "tables": tables}
    return {**asdict(paper), **lines}
