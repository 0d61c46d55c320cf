"""A draft tried on a snapshot of facts: what it costs, whom it reaches, who wins and loses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ballast.facts.snapshot import open_snapshot
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import load_library
from ballast.simulation.outcome import Line
from ballast.simulation.report import name, write_report
from ballast.simulation.run import Change, Simulation
from ballast.simulation.run import simulate as run
from ballast.simulation.telling import changes

Found = dict[str, Any]
_GROUPS = ("city", "industry", "size")
#: How many groups of a kind a page shows, the largest change first.
_MOST = 21


def simulate(policies: str, draft: str, facts: str, vocabulary: str, out: str) -> Found:
    """The draft's rules laid over those of `policies`, judged on the day of the snapshot `facts`.

    Writes `report.html` into `out`; money is integer 分. Raises NothingChanges, and what facts do.
    """
    known = load_vocabulary(Path(vocabulary))
    snapshot = open_snapshot(Path(facts), known.entities)
    library = load_library(Path(policies), known)
    folder, day = Path(out), snapshot.manifest.as_of
    folder.mkdir(parents=True, exist_ok=True)
    done = run(Change(draft=Path(draft)), library, snapshot, known, day, folder)
    write_report(done, known, folder / "report.html")
    return {
        "day": day.isoformat(),
        "synthetic": done.facts.synthetic,
        "rules": list(_rules(done, known)),
        "unjudged": [pair.rule.label for pair in done.unjudged],
    }


def _rules(done: Simulation, vocabulary: Vocabulary) -> Iterator[Found]:
    for pair in done.pairs:
        if pair in done.unjudged:
            continue
        (total,) = done.by("all", pair.rule.id)
        yield {
            "rule": pair.rule.id,
            "label": pair.rule.label,
            "pays": pair.rule.amount is not None,
            "changes": [list(each) for each in changes(pair, done.day)],
            "total": _line(total),
            "groups": {each: _group(done, pair.rule.id, each, vocabulary) for each in _GROUPS},
        }


def _group(done: Simulation, rule: str, dimension: str, vocabulary: Vocabulary) -> list[Found]:
    lines = sorted(done.by(dimension, rule), key=_weight, reverse=True)[:_MOST]
    return [{"name": name(each.key, dimension, vocabulary), **_line(each)} for each in lines]


def _weight(line: Line) -> tuple[Decimal, int]:
    return abs(line.cost_after - line.cost_before), line.winners + line.losers


def _line(line: Line) -> Found:
    fen = {each: int(getattr(line, each) * 100) for each in ("cost_before", "cost_after")}
    counts = ("eligible_before", "eligible_after", "winners", "losers", "unknown_after")
    money = {f"{each}_fen": value for each, value in fen.items()}
    return (
        {each: getattr(line, each) for each in counts}
        | money
        | {"change_fen": fen["cost_after"] - fen["cost_before"]}
    )
