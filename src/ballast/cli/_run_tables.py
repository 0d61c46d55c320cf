"""A run told on a terminal of 80 columns: the measures by policy, budgets, what was not judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

import click
from rich import box
from rich.console import Console
from rich.table import Table

from ballast.assessment.allocation import Allocation
from ballast.assessment.incremental import Why
from ballast.assessment.run import Run
from ballast.assessment.summary import Line, by_measure
from ballast.rules import wording
from ballast.rules.ruleset import BENEFIT_LABELS

_NAMES = 3


def print_run(run: Run) -> None:
    """The summary by measure, what was skipped and where the rest lies."""
    console = Console()
    console.print(_measures(run))
    if run.allocations:
        console.print(_budgets(run.allocations))
    for line in (*_continued(run), *_skipped(run)):
        click.echo(line)
    click.echo(f"分市汇总：{run.folder / 'summary.csv'}")


def _measures(run: Run) -> Table:
    """One row a measure, under its policy; money is what is payable."""
    table = _table(_title(run), "措施", "待遇", "符合", "待定", "不符合", "应付金额")
    rules = {rule.id: rule for rule in run.record.rules}
    for package, lines in groupby(by_measure(run.summary), key=lambda line: _package(line.rule)):
        table.add_row(f"[bold]{package}[/bold]")
        for line in lines:
            rule = rules[line.rule]
            name = f"{rule.measure}{line.label}"
            table.add_row(name, BENEFIT_LABELS[rule.benefit], *_cells(line))
        table.add_section()
    return table


def _title(run: Run) -> str:
    facts = run.record.facts
    source = "合成数据" if facts.synthetic else facts.source
    known = "" if facts.as_of == run.record.as_of else f"，事实截至{wording.day(facts.as_of)}"
    if run.record.known_at:
        known += f"，按{wording.day(run.record.known_at)}所知"
    return f"{wording.day(run.record.as_of)} 判定结果（{source}{known}）"


def _table(title: str, first: str, *others: str) -> Table:
    """A table whose first column is as wide as the rest allows."""
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, ratio=1, overflow="fold")
    for name in others:
        words = name in ("待遇", "负担")
        table.add_column(name, justify="left" if words else "right", no_wrap=not words)
    return table


def _package(rule: str) -> str:
    return rule.rpartition("/")[0]


def _cells(line: Line) -> Iterator[str]:
    """Counts and money; how many of the eligible wait for an amount stands below it."""
    yield from (f"{count:,}" for count in (line.eligible, line.unknown, line.ineligible))
    if line.payable is None:
        yield "—"
        return
    waiting = f"\n{line.payable_unknown:,}项未知" if line.payable_unknown else ""
    yield wording.rough_money(line.payable) + waiting


def _budgets(allocations: Sequence[Allocation]) -> Table:
    """What became of each measure's budget, and whose purse bears it."""
    table = _table("预算", "措施", "预算", "应付", "安排", "未足额", "负担")
    for each in allocations:
        purses = (f"{purse} {wording.rough_money(yuan)}" for purse, yuan in each.borne.items())
        money = (each.appropriation, each.claimed, each.granted)
        cells = (_optional(yuan) for yuan in money)
        table.add_row(each.label, *cells, f"{each.short:,}", "\n".join(purses))
    return table


def _optional(yuan: Decimal | None) -> str:
    return "未定" if yuan is None else wording.rough_money(yuan)


def _continued(run: Run) -> Iterator[str]:
    for each in run.continued:
        rules = f"，另有 {each.rules} 条规则重判全部行"
        yield f"续判 {each.subject}：重判 {each.rows:,} 行{rules}"
    for why, held in groupby(sorted(run.anew, key=lambda each: each.why), lambda each: each.why):
        names = _several([each.subject for each in held])
        yield f"未能续判，已全部重判：{names}（{_WHY[why]}）"


#: Why nothing of the earlier run could be kept, and what to do.
_WHY: dict[Why, str] = {
    "packed before": "--since 的结果以旧格式保存，没有每行的缺失标记；下次以本次结果续判即可",
    "in parts": "--since 的结果分成多个文件，或文件已不在；规则超过 50 条时不能续判",
    "not judged": "--since 的结果中没有",
    "tables": "--since 的事实中缺少现在要读的表；下次以本次结果续判即可",
    "versions": "事实带有历史版本，每次都要全部重判",
}


def _skipped(run: Run) -> Iterator[str]:
    """The rules that were not run, by reason; all of them stand in run.json."""
    by_reason = sorted(run.record.skipped, key=lambda rule: (rule.reason, rule.id))
    for reason, group in groupby(by_reason, key=lambda rule: rule.reason):
        rules = list(group)
        yield f"未判定（{reason}）：{_several([rule.label for rule in rules])}"


def _several(labels: Sequence[str]) -> str:
    """The first labels, and of how many."""
    more = f"等 {len(labels)} 项" if len(labels) > _NAMES else ""
    return "、".join(labels[:_NAMES]) + more
