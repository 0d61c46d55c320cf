"""Makes small DOCX files: parts written by hand, zipped."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:v"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document(*paragraphs: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {_SPACES}><w:body>{"".join(paragraphs)}<w:sectPr/></w:body></w:document>'


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    *runs: str, style: str = "", number: tuple[int, int] | None = None, more: str = ""
) -> str:
    """Runs, or plain texts, with a style and a place (list, level) in a numbering."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    body = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}{more}</w:pPr>{body}</w:p>"


def row(*cells: str, merged: dict[int, str] | None = None) -> str:
    """A row of cells; `merged` gives w:vMerge of those that reach over rows, by their place."""
    marks = {place: f"<w:tcPr><w:vMerge{says}/></w:tcPr>" for place, says in (merged or {}).items()}
    made = (f"<w:tc>{marks.get(at, '')}{paragraph(cell)}</w:tc>" for at, cell in enumerate(cells))
    return f"<w:tr>{''.join(made)}</w:tr>"


def style(identifier: str, name: str, more: str = "", parent: str = "") -> str:
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{based}{more}</w:style>'


def styles(*each: str) -> str:
    return f"<w:styles {_SPACES}>{''.join(each)}</w:styles>"


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(definitions: dict[int, list[str]], lists: dict[int, tuple[int, str]]) -> str:
    """Definitions by key; lists by key, each with its definition and what it overrides."""
    made = [
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'
        for key, levels in definitions.items()
    ]
    made += [
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'
        for key, (definition, more) in lists.items()
    ]
    return f"<w:numbering {_SPACES}>{''.join(made)}</w:numbering>"


def relations(**targets: str) -> str:
    each = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def core(title: str) -> str:
    return f'<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'


def docx(body: str | bytes, **parts: str | bytes) -> bytes:
    """A file with this main part; others by name (`styles`, `numbering`) or by path."""
    short = {
        "styles": "word/styles.xml",
        "numbering": "word/numbering.xml",
        "core": "docProps/core.xml",
    }
    every: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="numbering.xml"),
        "word/document.xml": body,
    }
    every |= {short.get(name, name): part for name, part in parts.items()}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in every.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def member(data: bytes, name: str = "word/document.xml") -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)
