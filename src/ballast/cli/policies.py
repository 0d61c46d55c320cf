"""`ballast policies`: the library of packages at a glance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ballast.cli import _options
from ballast.cli._ruled import ruled_clauses
from ballast.errors import NotFound
from ballast.measures.law_changes import LawChange, Laws, law_changes
from ballast.measures.package import Package, sift
from ballast.measures.schema import KIND_LABELS, Kind
from ballast.measures.validity import Standing, Status, measure_standing, standing, today
from ballast.vocabulary.laws import load_laws

COLOURS: dict[Status, str] = {
    "in_force": "green",
    "expired": "red",
    "superseded": "red",
    "not_yet": "cyan",
    "unknown": "yellow",
}


@dataclass(frozen=True)
class Shelved:
    """A package as the library shows it on a day."""

    package: Package
    standing: Standing
    measures: tuple[Standing, ...]
    rules: int
    changes: tuple[LawChange, ...]

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many measures and mechanisms are of each kind, the most first."""
        found = Counter(kind for each in self.package.measures for kind in each.kinds)
        found.update(kind for each in self.package.policy.supervision for kind in each.kinds)
        return dict(found.most_common())

    @property
    def run_out(self) -> int:
        """How many measures have run out by their own dates alone."""
        return sum(s.basis == "measure" and s.status == "expired" for s in self.measures)


@click.command()
@_options.policies
@_options.vocabulary
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to look from; by default today in China.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(policies: Path, vocabulary: Path, as_of: datetime | None, as_json: bool) -> None:
    """Show every policy: whether it is in force, its measures and rules, laws changed under it.

    A document that states no end is told so; which of its measures have run out by their own dates
    is counted beside it.
    """
    if not policies.is_dir():
        raise NotFound(what="the policies folder", path=policies, option="--policies")
    day = as_of.date() if as_of else today()
    packages, problems = sift(policies)
    rules = ruled_clauses(policies, {package.folder for package in packages})
    laws = load_laws(vocabulary / "laws")
    shelf = [_shelved(package, day, rules, laws) for package in packages]
    if problems:
        click.echo(f"{len(problems)} problems keep packages out; see: ballast check", err=True)
    for line in [_json(shelf, day)] if as_json else _lines(shelf, day):
        click.echo(line)


def _shelved(package: Package, day: date, rules: Counter[tuple[str, str]], laws: Laws) -> Shelved:
    return Shelved(
        package,
        standing(package.policy, day),
        tuple(measure_standing(each, package.policy, day) for each in package.measures),
        sum(times for (name, _), times in rules.items() if name == package.name),
        tuple(law_changes(package, laws, day)),
    )


def _lines(shelf: Sequence[Shelved], day: date) -> Iterator[str]:
    yield f"{day} 政策库：{len(shelf)}份文件"
    for each in shelf:
        yield from ("", *_block(each))
    if not shelf:
        yield "没有政策包。新建一个：ballast draft 文件"


def _block(each: Shelved) -> Iterator[str]:
    policy, own = each.package.policy, each.standing
    reason = f"（{own.reason}）" if own.reason != own.label else ""
    draft = "　草稿" if policy.status == "draft" else ""
    status = click.style(own.label, fg=COLOURS[own.status], bold=True)
    yield f"{policy.number or '无发文字号'}　{status}{reason}{draft}　{each.package.name}"
    yield f"  {policy.title}"
    yield f"  {_counted(each)}"
    yield from (click.style(f"  法规变化：{change}", fg="yellow") for change in each.changes)


def _counted(each: Shelved) -> str:
    kinds = "、".join(f"{KIND_LABELS[kind]}{times}" for kind, times in each.kinds.items())
    parts = [
        f"{len(each.measures)}项措施",
        f"{len(each.package.policy.supervision)}项督导机制",
        f"{each.rules}套规则" + (f"；{kinds}" if kinds else ""),
    ]
    run_out = f"；{each.run_out}项措施所列期限均已届满" if each.run_out else ""
    return "、".join(parts) + run_out


def _json(shelf: Sequence[Shelved], day: date) -> str:
    found = {"as_of": str(day), "policies": [_as_json(each) for each in shelf]}
    return json.dumps(found, ensure_ascii=False, indent=2, default=str)


def _as_json(each: Shelved) -> dict[str, Any]:
    package, policy = each.package, each.package.policy
    return {
        "package": package.name,
        "number": policy.number,
        "title": policy.title,
        "kind": policy.kind,
        "package_status": policy.status,
        "region": policy.region,
        "issued_on": policy.issued_on,
        "standing": asdict(each.standing),
        "kinds": each.kinds,
        "mechanisms": len(policy.supervision),
        "rules": each.rules,
        "measures": [
            {"clause": clause, "name": measure.name or measure.heading, **asdict(own)}
            for clause, measure, own in zip(
                package.clauses, package.measures, each.measures, strict=True
            )
        ],
        "law_changes": [{**asdict(change), "text": str(change)} for change in each.changes],
    }
