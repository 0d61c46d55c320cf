"""`ballast replay`: an old run made again, to prove it or to say what differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ballast.assessment.replay import Change, FileCompared, Kind, Replay, replay
from ballast.cli import _options as options
from ballast.cli._progress import progress_bars
from ballast.rules import wording
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library

_KINDS: dict[Kind, str] = {
    "rule": "规则文件",
    "published": "规则公布日期",
    "vocabulary": "词汇文件",
    "table": "事实表",
    "program": "程序版本",
}


@click.command()
@click.argument("run", type=options.FOLDER)
@click.option(
    "--facts", type=options.FOLDER, help="The facts of the run; where its record says by default."
)
@options.policies
@options.vocabulary
@click.pass_context
def command(
    context: click.Context, run: Path, facts: Path | None, policies: Path, vocabulary: Path
) -> None:
    """Make the run in the folder RUN again and compare its files, byte for byte.

    Its record says which rules, facts and days; what of them has changed since is listed. Exit
    status 1 says that a file differs.
    """
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    with TemporaryDirectory() as work, progress_bars() as progress:
        found = replay(run, known, library, Path(work), facts, progress)
    for line in _lines(found):
        click.echo(line)
    context.exit(0 if found.equal else 1)


def _lines(found: Replay) -> Iterator[str]:
    record = found.record
    known = f"（按{wording.day(record.known_at)}所知）" if record.known_at else ""
    yield f"重放 {wording.day(record.as_of)} 的判定{known}：{len(record.rules)}套规则"
    yield from map(_change, found.changes)
    yield from map(_file, found.files)
    labels = {rule.id: f"{rule.measure}{rule.label}" for rule in record.rules}
    for rule, rows in found.rows.items():
        yield f"  {labels[rule]}（{rule}）：{rows:,}条记录的判定、金额或理由不同"
    if found.equal:
        yield "结论：与原判定逐字节一致"
    else:
        yield "结论：内容与原判定相同，文件字节不同" if found.same else "结论：与原判定不一致"


def _change(change: Change) -> str:
    what = f"{_KINDS[change.kind]} {change.name}"
    if change.now is None:
        return f"{what}：现已不在"
    if change.then is None:
        return f"{what}：原记录中没有"
    return f"{what}：已改动（{change.then[:12]}→{change.now[:12]}）"


def _file(file: FileCompared) -> str:
    if file.equal:
        return f"✓ {file.name}：逐字节一致"
    return f"✗ {file.name}：{'不一致' if file.now else '重放没有得出此文件'}"
