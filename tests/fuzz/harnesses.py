"""What bytes are tried on: the reader of documents, the language of rules, the guard of uploads.

A harness takes any bytes and lets through the project's own errors alone. The first byte says how
the others are meant, so that one corpus serves several formats. `python -m tests.fuzz.run NAME`
lets atheris look for bytes that raise anything else; pytest tries the seeds and what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from ballast.content import home
from ballast.documents.reader import read_bytes
from ballast.errors import BallastError, UnsafeFile
from ballast.guard import DAMAGE
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.parse import ExpressionError, parse, parse_condition
from ballast.rules.rendering import rendered
from ballast_web.applications.apart import telling

_NAMES = {b"h": "a.html", b"m": "a.md", b"t": "a.txt"}
_SUBJECTS = {b"e": "enterprise", b"l": "lease", b"p": "equipment_purchase"}
_TYPES = "[Content_Types].xml"
_MAIN = '<Types><Override ContentType="{}"/></Types>'


def documents(data: bytes) -> None:
    """A page, a Markdown file or a text is read, or refused by an error of ours."""
    try:
        read_bytes(data[1:], _NAMES.get(data[:1], "a"))
    except BallastError:
        return


def expressions(data: bytes) -> None:
    """An expression is read and told in Chinese, or refused with its place."""
    scope = _vocabulary().scope(_SUBJECTS.get(data[:1], "enterprise"), {})
    text = data[1:].decode("utf-8", "replace")
    for read in (parse, parse_condition):
        try:
            rendered(read(text, scope))
        except ExpressionError as error:
            assert error.given
            assert error.allowed


def uploads(data: bytes) -> None:
    """An evidence file is taken or refused; then what it holds is read, or refused."""
    content = _packed(data)
    for kind in telling.KINDS.values():
        try:
            kind(content)
        except (UnsafeFile, *DAMAGE):
            continue
    try:
        read_bytes(content, "a")
    except BallastError:
        return


def _packed(data: bytes) -> bytes:
    """After “w” or “x” the main part of a Word or Excel file, after anything else a whole file.

    Zipped here, for bytes that are changed at random seldom remain a ZIP.
    """
    if data[:1] == b"w":
        return _zipped("docx", {"word/document.xml": data[1:]})
    if data[:1] == b"x":
        return _zipped("xlsx", {"xl/workbook.xml": data[1:]})
    return data[1:]


def _zipped(kind: str, parts: Mapping[str, bytes]) -> bytes:
    types = _MAIN.format(telling._MAIN[kind].decode())
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        archive.writestr(_TYPES, types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary(home("vocabulary"))


@dataclass(frozen=True)
class Harness:
    """Where bytes are tried, from which seeds, and words that a fuzzer is to put in."""

    try_out: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[str, ...]


def _seeds(mark: str, *texts: str) -> tuple[bytes, ...]:
    return tuple(f"{mark}{text}".encode() for text in texts)


_PAGE = (
    "<html><head><meta charset=gb18030><title>关于印发办法的通知</title></head><body>"
    "<p>各市人民政府：</p><p>一、总体要求</p><p>（一）对投资500万元以上的，给予10%补助。"
    "（省工业和信息化厅牵头，省财政厅按职责分工负责）</p><table><tr><th>序号</th><th>任务</th>"
    "<th>责任单位</th></tr><tr><td>1</td><td>技改</td><td>省工信厅</td></tr></table>"
    "<p>附件：1. 清单</p><p>2022年9月1日</p></body></html>"
)
_TEXT = (
    "关于工业稳增长的通知\n粤办函〔2022〕41号\n\n第一条　每月至少组织一场对接会。\n"
    "1.2022年10月底前完成；2.有效期3年。\n化(huà)解\n"
)
_BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>一、甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    "<w:sectPr/></w:body></w:document>"
)
_PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"

HARNESSES: Mapping[str, Harness] = {
    "documents": Harness(
        documents,
        (
            *_seeds("h", _PAGE),
            b"h" + _PAGE.encode("gb18030"),
            *_seeds("t", _TEXT),
            *_seeds(
                "m",
                "---\ntitle: 甲\n---\n# 通知\n\n- 一、甲\n\n| 任务 | 单位 |\n|--|--|\n| 甲 | 乙 |\n",
            ),
            b"t" + _TEXT.encode("utf-16"),
        ),
        (
            *(
                "一、",
                "（一）",
                "1.",
                "(1)",
                "第一条",
                "附件",
                "〔2022〕",
                "责任单位",
                "牵头",
                "至",
            ),
            *(
                "<p>",
                "</p>",
                "<table>",
                "<td rowspan=9>",
                "<a href=",
                "<!--",
                "&#x10FFFF;",
                "<pre>",
            ),
            *(
                "(huà)",
                "?",
                "500万元",
                "10%",
                "2022年13月32日",
                "\u3000",
                "\u2028",
                "---",
                "| ",
                "#",
            ),
        ),
    ),
    "expressions": Harness(
        expressions,
        (
            *_seeds(
                "e", "staff >= 300 and revenue < 2000", "从业人员 >= 20人 或 营业收入 < 3000万元"
            ),
            *_seeds("e", "case when staff > 10 then round_half_up(revenue * 0.01, 2) else 0 end"),
            *_seeds("e", "within(industry, 'C') and not (industry in ('C39', 'C40'))"),
            *_seeds("e", "sum(lease.monthly_rent) filter (where lease.state_owned) > 5"),
            *_seeds(
                "l",
                "monthly_rent * months_leased / 12",
                "county = '440106' and months_leased between 1 and 12",
            ),
            *_seeds("p", "purchased_on >= date '2022-10-01' and unit_value * 1.5 >= 500万元"),
        ),
        (
            *(
                " and ",
                " or ",
                " not ",
                " in (",
                " between ",
                "case when ",
                " then ",
                " else ",
                " end",
            ),
            *("within(", "sum(", "count(", "filter (where ", "round_half_up(", "least(", "date '"),
            *(
                "staff",
                "revenue",
                "industry",
                "county",
                "lease.monthly_rent",
                "purchased_on",
                "as_of",
            ),
            *(
                "从业人员",
                "500万元",
                "10%",
                "1e999",
                "/ 0",
                "null",
                "true",
                "'C39'",
                "::",
                "--",
                ";",
            ),
        ),
    ),
    "uploads": Harness(
        uploads,
        (
            *_seeds("w", _BODY, _BODY.replace("甲", "&amp;&#30002;")),
            *_seeds("x", "<workbook/>", '<!DOCTYPE a [<!ENTITY x "y">]><workbook>&x;</workbook>'),
            *_seeds("f", _PDF),
            b"f" + _zipped("docx", {"word/document.xml": _BODY.encode()}),
            b"f" + _zipped("xlsx", {"xl/workbook.xml": b"<workbook/>"}),
            b"f\x89PNG\r\n\x1a\nIEND",
            b"f\xff\xd8\xff\xff\xd9",
        ),
        (
            *("PK\x03\x04", "PK\x05\x06", "%PDF-", "%%EOF", "vbaProject", "<!DOCTYPE", "<!ENTITY"),
            *(
                "<w:p>",
                "</w:p>",
                '<w:gridSpan w:val="9999999"/>',
                "<w:vMerge/>",
                '<w:ilvl w:val="-1"/>',
            ),
            *(
                "<w:tbl>",
                "<w:tr>",
                "<w:tc>",
                '<w:numId w:val="1"/>',
                "<w:fldChar",
                "<w:del>",
                "&#0;",
            ),
        ),
    ),
}
