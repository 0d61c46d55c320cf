"""A run: every rule in force over every row of a snapshot, written as Parquet.

The folder of a run holds `<subject>.parquet` (packed verdicts), `summary.csv` (by measure and city)
and `run.json` (which rules, facts and days, and how the verdicts are packed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import pyarrow.parquet as pq

from ballast import __version__
from ballast.assessment.allocation import ALLOCATED, Allocation, allocate, write_budgets
from ballast.assessment.digests import digests, path_from
from ballast.assessment.incremental import (
    Anew,
    Continued,
    Earlier,
    continued,
    earlier,
    prints,
    why_anew,
)
from ballast.assessment.record import (
    RUN_FILE,
    RuleVersion,
    RunRecord,
    Skipped,
    open_run,
    packed_path,
)
from ballast.assessment.summary import Line, summarise, write_summary
from ballast.engine import backends
from ballast.engine.backends import Engine
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.stored import parquet_parts
from ballast.engine.versions import Versions
from ballast.errors import DuplicateEnterprises, FactsMoved
from ballast.facts.snapshot import Snapshot
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.rules.scope import OWNER
from ballast.sources import sha256

#: Called with what is being worked on and the share of it that is done, from 0 to 100.
Progress = Callable[[str, float], None]


class By(NamedTuple):
    """How a run is judged: by which engine, at which address where it has one.

    `since` is the folder of an earlier run whose verdicts are kept where nothing changed; only the
    embedded engine can do so.
    """

    engine: str = "duckdb"
    address: str | None = None
    since: Path | None = None


EMBEDDED = By()


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, its record, its summary by measure and city, budgets spent.

    Where a run was continued, `continued` says of each subject how much was judged again, `anew` of
    which nothing could be kept, and why.
    """

    folder: Path
    record: RunRecord
    summary: tuple[Line, ...]
    allocations: tuple[Allocation, ...] = ()
    continued: tuple[Continued, ...] = ()
    anew: tuple[Anew, ...] = ()


def assess(
    snapshot: Snapshot,
    library: Library,
    vocabulary: Vocabulary,
    day: date,
    out: Path,
    progress: Progress = lambda _what, _share: None,
    known_at: date | None = None,
    by: By = EMBEDDED,
) -> Run:
    """Judge every row under the law of `day` and write the run's folder, `by` an engine.

    Only what was known on `known_at` counts, of law and of facts; None leaves nothing out. Raises
    MissingTable without the owners of what is judged, FactsOutOfBounds, DuplicateEnterprises,
    AmbiguousVersions, FactsMoved, and what connecting to the engine raises.
    """
    _owners_known(snapshot, vocabulary)
    before = _before(by, out, vocabulary)
    _clear(out)
    plans = tuple(plans_for(snapshot, library, vocabulary, day, known_at))
    versions = Versions(snapshot.histories, day, known_at)
    tables = {**snapshot.tables, **(before.tables() if before else {})}
    kept: list[Continued | Anew] = []
    with closing(backends.connect(by.engine, tables, out, by.address, versions)) as engine:
        engine.check_versions()
        for plan in plans:
            kept.extend(_judge(plan, engine, snapshot, out, progress, before))
    reader = DuckDB(snapshot.tables, out, versions=versions)
    lines: list[Line] = []
    spent: list[Allocation] = []
    for plan in plans:
        lines.extend(summarise(reader, plan.layout, packed_path(out, plan.layout)))
        funded = (rule for rule in plan.rules if rule.written.budget)
        spent.extend(allocate(reader, rule, plan.layout, out, day) for rule in funded)
    record = _record(snapshot, library, vocabulary, plans, (day, known_at), out, engine.NAME)
    write_summary(lines, out / "summary.csv")
    write_budgets(spent, out / "budgets.csv")
    (out / RUN_FILE).write_text(record.model_dump_json(indent=1), encoding="utf-8")
    continued = tuple(each for each in kept if isinstance(each, Continued))
    anew = tuple(dict.fromkeys(each for each in kept if isinstance(each, Anew)))
    return Run(out, record, tuple(lines), tuple(spent), continued, anew)


def _before(by: By, out: Path, vocabulary: Vocabulary) -> Earlier | None:
    if by.since is None:
        return None
    if by.engine != EMBEDDED.engine:
        reason = f"only {EMBEDDED.engine} continues runs, not {by.engine}"
        raise FactsMoved(run=by.since, path=out, reason=reason)
    if by.since.resolve() == out.resolve():
        raise FactsMoved(run=by.since, path=out, reason="the new run would be written over it")
    return earlier(by.since, vocabulary)


def _owners_known(snapshot: Snapshot, vocabulary: Vocabulary) -> None:
    """Only tables that nobody owns (cities, banks) can be judged without the enterprises."""
    tables = snapshot.tables
    if not tables or any(vocabulary.entities[table].owner for table in tables):
        snapshot.table(OWNER)


def _clear(out: Path) -> None:
    """An earlier run in the folder goes first: one that fails midway is none, not half another."""
    out.mkdir(parents=True, exist_ok=True)
    if (out / RUN_FILE).is_file():
        old = open_run(out)
        packed = (packed_path(out, layout) for layout in old.layouts)
        for path in (*packed, *out.glob(f"*{ALLOCATED}"), out / RUN_FILE):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        rmtree(path)
    path.unlink(missing_ok=True)


def plans_for(
    snapshot: Snapshot,
    library: Library,
    vocabulary: Vocabulary,
    day: date,
    known_at: date | None = None,
) -> Iterator[Plan]:
    """Plans for each subject that has facts, and rules in force as known on `known_at`.

    One a subject, or several where its rules are many.
    """
    for subject in vocabulary.entities:
        rules = library.of(subject, day, known_at)
        if rules and subject in snapshot.tables:
            tables = frozenset(snapshot.tables)
            yield from Plan(subject, rules, vocabulary, day, known_at, tables).parts()


def _judge(
    plan: Plan,
    engine: Engine,
    snapshot: Snapshot,
    out: Path,
    progress: Progress,
    before: Earlier | None,
) -> Iterator[Continued | Anew]:
    engine.check_bounds(plan)
    target = packed_path(out, plan.layout)
    _remove(target)
    why = why_anew(plan, before, snapshot) if before else None
    if before and isinstance(engine, DuckDB) and not why:
        yield continued(engine, plan, before, snapshot, target)
    else:
        yield from [Anew(plan.entity.label, why)] if why else []
        engine.write(plan, target, lambda share: progress(plan.entity.label, share))
    versioned = plan.subject in snapshot.histories
    rows = engine.count(plan.subject) if versioned else snapshot.manifest.tables[plan.subject]
    found = _stored_rows(target)
    if found != rows:
        raise DuplicateEnterprises(rows=rows, table=plan.subject, found=found)


def _stored_rows(path: Path) -> int:
    return sum(pq.read_metadata(part).num_rows for part in parquet_parts(path))


def _record(
    snapshot: Snapshot,
    library: Library,
    vocabulary: Vocabulary,
    plans: Sequence[Plan],
    days: tuple[date, date | None],
    out: Path,
    engine: str,
) -> RunRecord:
    run = [rule for plan in plans for rule in plan.rules]
    day, known_at = days
    return RunRecord(
        made_by=f"ballast {__version__}",
        engine=engine,
        as_of=day,
        known_at=known_at,
        facts=snapshot.manifest,
        facts_at=path_from(out, snapshot.path),
        tables=dict(snapshot.digests),
        vocabulary=digests(vocabulary),
        rules=tuple(version(rule, day) for rule in run),
        skipped=tuple(_skipped(rule, *days) for rule in library.rules if rule not in run),
        layouts=tuple(plan.layout for plan in plans),
        prints={name: told for plan in plans for name, told in prints(plan).items()},
    )


def version(rule: Rule, day: date) -> RuleVersion:
    """A rule as it stands in its file, on `day`."""
    return RuleVersion(
        id=rule.id,
        label=rule.label,
        measure=rule.written.measure,
        subject=rule.subject,
        benefit=rule.written.benefit.kind,
        sha256=sha256(rule.path),
        published=rule.published,
        period=rule.period(day),
    )


def _skipped(rule: Rule, day: date, known_at: date | None) -> Skipped:
    period = rule.written.effect
    if not tree.is_known(rule.published, known_at):
        reason = f"{known_at} 尚未公布，{rule.published} 公布"
    elif day < period.start:
        reason = f"{day} 尚未生效，自 {period.start} 起"
    elif day not in period:
        reason = f"{day} 已过有效期，至 {period.end} 止"
    elif unpublished := rule.unpublished(day, known_at):
        reason = f"{known_at} 尚未公布：{'、'.join(unpublished)}"
    else:
        reason = f"事实中没有表 {rule.subject}"
    return Skipped(id=rule.id, label=rule.label, reason=reason)
