"""A run in which each rule packed its own mask, as runs once did, says what it said."""

from __future__ import annotations

import json
import shutil
from datetime import date

import duckdb
import pytest
from click.testing import CliRunner

from ballast.assessment.obstacles import obstacles
from ballast.assessment.record import RUN_FILE, open_run
from ballast.assessment.replay import replay
from ballast.assessment.run import By, assess
from ballast.assessment.verdicts import connect
from ballast.cli import app
from ballast.content import home
from ballast.engine.filling import written
from ballast.engine.waiting import missing
from ballast.facts.snapshot import open_snapshot
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A folder with a run and the same run as it was packed once."""
    folder = tmp_path_factory.mktemp("runs")
    regions = load(home("vocabulary"), "regions")
    facts = make(Order("440000", 600, 5), folder / "facts", VOCABULARY.entities, regions)
    assess(facts, LIBRARY, VOCABULARY, DAY, folder / "now")
    shutil.copytree(folder / "now", folder / "then")
    for layout in open_run(folder / "now").layouts:
        duckdb.execute(
            f"COPY ({once(layout, folder / 'now')}) TO '{folder / 'then' / layout.file}'"
        )
    record = json.loads((folder / "now" / RUN_FILE).read_text(encoding="utf-8"))
    for layout in record["layouts"]:
        del layout["masks"]
        for rule in layout["rules"]:
            del rule["verdict"], rule["benefit"]
    (folder / "then" / RUN_FILE).write_text(json.dumps(record), encoding="utf-8")
    return folder


def once(layout, folder):
    """The rows of a packed file with a mask for each rule."""
    masks = ", ".join(
        f'{written(missing(layout, rule, chunk))}::BIGINT AS "{rule.missing(chunk)}"'
        for rule in layout.rules
        for chunk in layout.chunks
    )
    shared = ", ".join(f'"{name}"' for name in layout.shared)
    path = folder / layout.file
    return f"SELECT * EXCLUDE ({shared}){', ' if masks else ''}{masks} FROM read_parquet('{path}')"


def rows(view):
    return sorted(map(repr, view.execute("SELECT * FROM verdicts").fetchall()))


def test_the_view_and_the_obstacles_are_the_same(runs):
    assert rows(connect(runs / "then")) == rows(connect(runs / "now"))
    assert list(obstacles(runs / "then")) == list(obstacles(runs / "now"))


def test_the_view_names_the_facts_that_the_layout_reads_from_a_row(runs):
    view = connect(runs / "now")
    told = view.execute("SELECT rule, subject, key, missing FROM verdicts").fetchall()
    held = {(rule, subject, key): tuple(sorted(names)) for rule, subject, key, names in told}
    assert any(held.values())
    for layout in open_run(runs / "now").layouts:
        packed = duckdb.read_parquet(str(runs / "now" / layout.file))
        for row in packed.fetchall():
            values = dict(zip(packed.columns, row, strict=True))
            for rule, verdict in layout.verdicts(values):
                assert held[rule.id, layout.subject, values["key"]] == verdict.missing


def test_its_replay_finds_other_bytes_and_no_other_verdict(runs, tmp_path):
    found = replay(runs / "then", VOCABULARY, LIBRARY, tmp_path)
    assert (found.same, found.equal, found.rows) == (True, False, {})


def test_a_run_that_continues_it_judges_all_anew(runs, tmp_path):
    facts = open_snapshot(runs / "facts", VOCABULARY.entities)
    by = By(since=runs / "then")
    run = assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "out", by=by)
    assert not run.continued
    assert {each.why for each in run.anew} == {"packed before"}
    assert rows(connect(run.folder)) == rows(connect(runs / "now"))


def test_the_command_says_that_it_judges_anew_why_and_what_to_do(runs, tmp_path):
    facts, since, again = runs / "facts", runs / "then", tmp_path / "again"
    told = assessed(facts, since, tmp_path / "out")
    (line,) = [line for line in told.splitlines() if "未能续判" in line]
    assert "已全部重判" in line and "旧格式" in line and "下次以本次结果续判" in line
    assert "未能续判" not in assessed(facts, tmp_path / "out", again)


def assessed(facts, since, out):
    """What the command says that continues a run."""
    days = ["--as-of", str(DAY), "--facts", str(facts)]
    result = CliRunner().invoke(app, ["assess", *days, "--since", str(since), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return result.output
