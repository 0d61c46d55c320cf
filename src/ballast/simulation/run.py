"""A simulation from start to end: change the policies, judge twice, tell the difference."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.versions import Versions
from ballast.facts.snapshot import Manifest, Snapshot
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library, load_library
from ballast.simulation.changes import Setting, lay_over, write_changed
from ballast.simulation.outcome import Line, write_differences, write_lines
from ballast.simulation.trial import Pair, Progress, judge, pairs


@dataclass(frozen=True)
class Change:
    """What is tried: settings on the policies in force, a draft laid over them, or both."""

    settings: tuple[Setting, ...] = ()
    draft: Path | None = None

    def of(self, library: Library, vocabulary: Vocabulary, folder: Path) -> Library:
        """The library so changed, its rule sets written to `folder`.

        Raises BadSetting, NoRule, SeveralMeasures, NotFound, Invalid.
        """
        write_changed(library, self.settings, folder)
        if self.draft:
            lay_over(self.draft, folder)
        return load_library(folder, vocabulary)


@dataclass(frozen=True)
class Simulation:
    """A finished simulation: what was tried, on which facts and day, and what it does."""

    change: Change
    day: date
    facts: Manifest
    pairs: tuple[Pair, ...]
    lines: tuple[Line, ...]

    @property
    def unjudged(self) -> tuple[Pair, ...]:
        """The changed rules whose subject the facts do not hold."""
        judged = {line.rule for line in self.lines}
        return tuple(pair for pair in self.pairs if pair.rule.id not in judged)

    def by(self, dimension: str, rule: str) -> list[Line]:
        """The lines of one rule in one dimension."""
        return [line for line in self.lines if (line.dimension, line.rule) == (dimension, rule)]


def simulate(
    change: Change,
    library: Library,
    snapshot: Snapshot,
    vocabulary: Vocabulary,
    day: date,
    out: Path,
    progress: Progress = lambda _what, _share: None,
) -> Simulation:
    """Judge by both drafts; write `differences.parquet`, `outcome.csv` and `policies/` into `out`.

    Raises NothingChanges, FactsOutOfBounds, AmbiguousVersions, and what the change raises.
    """
    policies = out / "policies"
    shutil.rmtree(policies, ignore_errors=True)
    found = pairs(library, change.of(library, vocabulary, policies), day)
    engine = DuckDB(snapshot.tables, out, versions=Versions(snapshot.histories, day))
    engine.check_versions()
    judged = list(judge(engine, found, vocabulary, day, out, progress))
    lines = write_differences(judged, engine, out / "differences.parquet") if judged else []
    for each in judged:
        each.path.unlink()
    write_lines(lines, out / "outcome.csv")
    return Simulation(change, day, snapshot.manifest, found, tuple(lines))
