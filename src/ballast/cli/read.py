"""`ballast read`: a document to its measures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ballast.documents.reader import Document, read
from ballast.measures.akn.document import akoma_ntoso
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures
from ballast.measures.model import Deadline, Measure, Unit

_FIRST_WORDS = 24


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "style", flag_value="json", help="Print one JSON object.")
@click.option("--akn", "style", flag_value="akn", help="Print Akoma Ntoso 1.0 (OASIS), in XML.")
@click.option("--table", "style", flag_value="table", help="Print a table (so on a terminal).")
def command(file: Path, style: str | None) -> None:
    """Read a policy document: its particulars, measures, units, quantities and deadlines.

    FILE is HTML, Markdown or plain text, in UTF-8, UTF-16 or GB18030, or DOCX, or a PDF with a text
    layer. On a terminal a table is printed, elsewhere JSON; every span in it is [start, end) in
    what `offsets_in` names: the bytes of FILE, a part of a DOCX, or the text taken from a PDF.
    """
    document = read(file)
    found = measures(document)
    style = style or ("table" if sys.stdout.isatty() else "json")
    if style == "akn":
        click.echo(akoma_ntoso(document, found), nl=False)
        return
    if style == "json":
        click.echo(json.dumps(as_json(document, found), ensure_ascii=False, indent=2))
        return
    console = Console()
    console.rule(escape(_title(document)))
    console.print(_particulars(document))
    console.print(_report(document) if document.kind == "report" else _measures(found))
    if document.pages_without_text:
        pages = "、".join(map(str, document.pages_without_text))
        console.print(f"[bold]第 {pages} 页没有文字层，未读入；请先做文字识别（OCR）。[/bold]")


def _title(document: Document) -> str:
    said = document.metadata
    note = "（按正文推定）" if said.title_inferred else ""
    return f"{said.title}{note}" if said.title else "（文中没有标题）"


def _particulars(document: Document) -> Table:
    said = document.metadata
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(overflow="fold")
    rows = (
        ("种类", "新闻报道（不是政策文件）" if document.kind == "report" else "政策文件"),
        ("发文字号", said.number),
        ("发文机关", "、".join(said.issuers)),
        ("成文日期", said.issued_on),
        ("发布日期", said.published_on),
        ("来源", said.source),
        ("主送机关", "、".join(said.addressees)),
        ("施行", said.effect.text if said.effect else None),
        ("附件", "\n".join(each.name for each in document.attachments)),
        ("简称", "、".join(each.short for each in document.abbreviations)),
        ("引用", "、".join(str(citation) for citation in document.citations)),
    )
    for name, value in rows:
        if value:
            table.add_row(name, escape(str(value)))
    return table


def _report(document: Document) -> Table:
    table = Table(title="报道的内容", show_header=False, show_lines=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    if document.reported:
        table.add_row(
            "报道的文件", escape(f"{document.reported.issuer} 《{document.reported.title}》")
        )
    for place, paragraph in enumerate(document.paragraphs, 1):
        table.add_row(str(place), escape(paragraph.plain))
    return table


def _measures(found: Sequence[Measure]) -> Table:
    table = Table(
        title=f"措施 {len(found)} 条", show_lines=True, caption="★ 牵头单位；？ 牵头单位不明"
    )
    for name in ("标号", "措施", "责任单位", "数量", "期限"):
        table.add_column(name, overflow="fold")
    section = None
    for measure in found:
        if measure.section and measure.section != section:
            table.add_row("", f"[bold]{escape(measure.section)}[/bold]")
        section = measure.section
        table.add_row(*map(escape, _cells(measure)))
    return table


def _cells(measure: Measure) -> tuple[str, ...]:
    words = measure.heading or measure.text[:_FIRST_WORDS] + "…"
    open_lead = ["？"] if measure.lead_ambiguous else []
    return (
        measure.label,
        words,
        _lines([*open_lead, *map(_unit, measure.responsible)]),
        _lines(amount.text for amount in measure.quantities),
        _lines(map(_deadline, measure.deadlines)),
    )


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _unit(unit: Unit) -> str:
    return ("★" if unit.role == "lead" else "") + unit.full_name


def _deadline(deadline: Deadline) -> str:
    note = f"（{deadline.ambiguous}）" if deadline.ambiguous else ""
    return f"{deadline.text}：{_days(deadline)}{note}"


def _days(deadline: Deadline) -> str:
    if deadline.start and deadline.end:
        return f"{deadline.start} 至 {deadline.end}"
    if deadline.end:
        return f"{deadline.end} 止"
    return f"{deadline.start} 起" if deadline.start else ""
