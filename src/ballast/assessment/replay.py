"""An old run made again from its record: are its files the same, and if not, what is another now?

Only the rules that the run applied are applied again: what was written since changes no old run.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from ballast import __version__
from ballast.assessment.digests import digests
from ballast.assessment.record import RunRecord, open_run
from ballast.assessment.run import Progress, Run, assess, version
from ballast.assessment.verdicts import selection
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.filling import Rows, filled, written
from ballast.errors import NotFound
from ballast.facts.collection import snapshot_known
from ballast.facts.snapshot import Snapshot, open_snapshot
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library

Kind = Literal["rule", "published", "vocabulary", "table", "program"]
SUMMARY = "summary.csv"


@dataclass(frozen=True)
class Change:
    """Something that the run rested on, `then` and `now`: a digest, a day, a version.

    None is what there was not, or what the record does not say.
    """

    kind: Kind
    name: str
    then: str | None
    now: str | None


@dataclass(frozen=True)
class FileCompared:
    """A file of the run beside that of the replay; `now` is whether the replay has it at all."""

    name: str
    equal: bool
    now: bool


@dataclass(frozen=True)
class Replay:
    """What came of a replay.

    `rows` counts by rule the rows whose verdict, amount or reasons are another; none of them where
    files differ in their bytes alone.
    """

    record: RunRecord
    changes: tuple[Change, ...]
    files: tuple[FileCompared, ...]
    rows: Mapping[str, int]

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte for byte."""
        return all(file.equal for file in self.files)

    @property
    def same(self) -> bool:
        """Whether every verdict is the same, though perhaps packed in other bytes."""
        packed = (file.now and file.name != SUMMARY for file in self.files if not file.equal)
        return not self.rows and all(packed)


def replay(
    folder: Path,
    vocabulary: Vocabulary,
    library: Library,
    work: Path,
    facts: Path | None = None,
    progress: Progress = lambda _what, _share: None,
) -> Replay:
    """Make the run in `folder` again in the folder `work`, from the facts it names or from `facts`.

    Raises NotFound, and what `open_snapshot` and `assess` raise.
    """
    record = open_run(folder)
    snapshot = _snapshot(folder, record, vocabulary, facts)
    applied = {rule.id for rule in record.rules}
    rules = tuple(rule for rule in library.rules if rule.id in applied)
    changes = tuple(_changes(record, Library(library.folder, rules), vocabulary, snapshot))
    run = assess(
        snapshot,
        Library(library.folder, rules),
        vocabulary,
        record.as_of,
        work,
        progress,
        record.known_at,
    )
    files = tuple(_files(folder, run))
    packed = (file.equal for file in files if file.name != SUMMARY)
    return Replay(record, changes, files, {} if all(packed) else _rows(folder, record, run))


def _snapshot(
    folder: Path, record: RunRecord, vocabulary: Vocabulary, facts: Path | None
) -> Snapshot:
    if facts is not None:
        return open_snapshot(snapshot_known(facts, record.known_at), vocabulary.entities)
    if not record.facts_at:
        raise NotFound(what="the facts of the run", path=folder, option="--facts")
    return open_snapshot(folder / record.facts_at, vocabulary.entities)


def _changes(
    record: RunRecord, library: Library, vocabulary: Vocabulary, snapshot: Snapshot
) -> Iterator[Change]:
    now = {rule.id: version(rule, record.as_of) for rule in library.rules}
    for then in record.rules:
        found = now.get(then.id)
        if found is None or found.sha256 != then.sha256:
            yield Change("rule", then.id, then.sha256, found.sha256 if found else None)
        elif then.published and found.published != then.published:
            yield Change("published", then.id, str(then.published), str(found.published))
    yield from _digests("vocabulary", record.vocabulary, digests(vocabulary))
    yield from _digests("table", record.tables, snapshot.digests)
    for name, before, after in (
        ("ballast", record.made_by, f"ballast {__version__}"),
        ("duckdb", record.engine, DuckDB.NAME),
    ):
        if before != after:
            yield Change("program", name, before or None, after)


def _digests(kind: Kind, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield Change(kind, name, then.get(name), now.get(name))


def _files(folder: Path, run: Run) -> Iterator[FileCompared]:
    names = [layout.file for layout in open_run(folder).layouts]
    for name in (*names, SUMMARY):
        now = (run.folder / name).is_file()
        if not (folder / name).is_file():
            raise NotFound(what="a file of the run", path=folder / name, option="its own folder")
        equal = now and filecmp.cmp(folder / name, run.folder / name, shallow=False)
        yield FileCompared(name, equal, now)


def _rows(folder: Path, record: RunRecord, run: Run) -> dict[str, int]:
    """By rule, the rows of which the two runs say different things, or only one says any."""
    runs: dict[str, Rows] = {
        "old": selection(record, folder),
        "new": selection(run.record, run.folder),
    }
    statement = written(filled(_DIFFERENT, runs))
    return dict(duckdb.connect().execute(statement).fetchall())


_DIFFERENT = """
SELECT rule, count(*) FROM old FULL JOIN new USING (rule, subject, key)
WHERE old.verdict IS DISTINCT FROM new.verdict OR old.amount IS DISTINCT FROM new.amount
  OR old.failed IS DISTINCT FROM new.failed OR old.unknown IS DISTINCT FROM new.unknown
  OR old.missing IS DISTINCT FROM new.missing
GROUP BY rule ORDER BY rule
"""
