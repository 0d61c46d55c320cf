"""A run: every rule in force over every row of a snapshot, written as Parquet.

The folder of a run holds `<subject>.parquet` (packed verdicts), `summary.csv` (by measure and city)
and `run.json` (which rules, facts and days, and how the verdicts are packed).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field

from ballast import __version__
from ballast.assessment.allocation import ALLOCATED, Allocation, allocate, write_budgets
from ballast.assessment.digests import digests, path_from, sha256
from ballast.assessment.summary import Line, summarise, write_summary
from ballast.engine import backends
from ballast.engine.backends import Engine
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.layout import Layout
from ballast.engine.plan import Plan
from ballast.engine.stored import parquet_parts
from ballast.engine.versions import Versions
from ballast.errors import DuplicateEnterprises, NotFound
from ballast.facts.snapshot import Manifest, Snapshot
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.periods import EntitlementPeriod
from ballast.rules.rule import Rule
from ballast.rules.ruleset import BenefitKind
from ballast.rules.scope import OWNER

RUN_FILE = "run.json"
#: Called with what is being worked on and the share of it that is done, from 0 to 100.
Progress = Callable[[str, float], None]


class By(NamedTuple):
    """Which engine judges, and at which address where it has one."""

    engine: str
    address: str | None = None


EMBEDDED = By("duckdb")


class RuleVersion(BaseModel):
    """A rule as it was run: its file's SHA-256 says which version.

    `period` is the one in which a row has the benefit once; None in runs of older versions.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    label: str
    measure: str
    subject: str
    benefit: BenefitKind
    sha256: str
    published: date | None = None
    period: EntitlementPeriod | None = None


class Skipped(BaseModel):
    """A rule that was not run, and why: a finding, never a silence."""

    model_config = ConfigDict(frozen=True)

    id: str
    label: str
    reason: str


class RunRecord(BaseModel):
    """What `run.json` says.

    `known_at` is the day as of whose knowledge it was judged, None where nothing was left out.
    `facts_at` leads from the run's folder to the facts; `tables` and `vocabulary` are the SHA-256
    of each table and of each file that says what a fact means.
    """

    model_config = ConfigDict(frozen=True)

    made_by: str
    engine: str = ""
    as_of: date
    known_at: date | None = None
    facts: Manifest
    facts_at: str = ""
    tables: dict[str, str] = Field(default_factory=dict)
    vocabulary: dict[str, str] = Field(default_factory=dict)
    rules: tuple[RuleVersion, ...]
    skipped: tuple[Skipped, ...]
    layouts: tuple[Layout, ...]


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, its record, its summary by measure and city, budgets spent."""

    folder: Path
    record: RunRecord
    summary: tuple[Line, ...]
    allocations: tuple[Allocation, ...] = ()


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
    AmbiguousVersions, and what connecting to the engine raises.
    """
    _owners_known(snapshot, vocabulary)
    _clear(out)
    plans = tuple(plans_for(snapshot, library, vocabulary, day, known_at))
    versions = Versions(snapshot.histories, day, known_at)
    with closing(backends.connect(by.engine, snapshot.tables, out, by.address, versions)) as engine:
        engine.check_versions()
        for plan in plans:
            _judge(plan, engine, snapshot, out, progress)
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
    return Run(out, record, tuple(lines), tuple(spent))


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


def packed_path(folder: Path, layout: Layout) -> Path:
    """Where a run's packed verdicts of one subject lie: a Parquet file, or a folder of parts."""
    return folder / f"{layout.subject}.parquet"


def plans_for(
    snapshot: Snapshot,
    library: Library,
    vocabulary: Vocabulary,
    day: date,
    known_at: date | None = None,
) -> Iterator[Plan]:
    """One plan for each subject that has facts, and rules in force as known on `known_at`."""
    for subject in vocabulary.entities:
        rules = library.of(subject, day, known_at)
        if rules and subject in snapshot.tables:
            tables = frozenset(snapshot.tables)
            yield Plan(subject, rules, vocabulary, day, known_at, tables)


def _judge(plan: Plan, engine: Engine, snapshot: Snapshot, out: Path, progress: Progress) -> None:
    engine.check_bounds(plan)
    target = packed_path(out, plan.layout)
    _remove(target)
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
        tables={name: sha256(path) for name, path in snapshot.tables.items()},
        vocabulary=digests(vocabulary),
        rules=tuple(version(rule, day) for rule in run),
        skipped=tuple(_skipped(rule, *days) for rule in library.rules if rule not in run),
        layouts=tuple(plan.layout for plan in plans),
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


def open_run(folder: Path) -> RunRecord:
    """The record of the run in `folder`. Raises NotFound."""
    path = folder / RUN_FILE
    if not path.is_file():
        raise NotFound(what="a run", path=path, option="--verdicts")
    return RunRecord.model_validate(json.loads(path.read_text(encoding="utf-8")))
