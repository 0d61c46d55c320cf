"""What a run writes down of itself: `run.json`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ballast.engine.layout import Layout
from ballast.errors import NotFound
from ballast.facts.snapshot import Manifest
from ballast.rules.periods import EntitlementPeriod
from ballast.rules.ruleset import BenefitKind

RUN_FILE = "run.json"


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
    of each table and of each file that says what a fact means; `prints` of all that each rule
    evaluates.
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
    prints: dict[str, str] = Field(default_factory=dict)


def open_run(folder: Path) -> RunRecord:
    """The record of the run in `folder`. Raises NotFound."""
    path = folder / RUN_FILE
    if not path.is_file():
        raise NotFound(what="a run", path=path, option="--verdicts")
    return RunRecord.model_validate(json.loads(path.read_text(encoding="utf-8")))


def packed_path(folder: Path, layout: Layout) -> Path:
    """Where a run's packed verdicts of one subject lie: a Parquet file, or a folder of parts."""
    return folder / f"{layout.subject}.parquet"
