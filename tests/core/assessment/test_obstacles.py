"""Which condition excludes whom, and which missing fact holds up most, counted over a province."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date

import duckdb
import pytest
from click.testing import CliRunner

from ballast.assessment.obstacles import obstacles
from ballast.assessment.run import assess
from ballast.assessment.verdicts import connect
from ballast.cli import app
from ballast.content import home
from ballast.errors import NoRule
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
#: A rule with a threshold on a number of the row itself.
NEAR = "01-equipment-deduction"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    vocabulary = load_vocabulary(home("vocabulary"))
    regions = load(home("vocabulary"), "regions")
    facts = make(
        Order("440000", 2000, 11), tmp_path_factory.mktemp("facts"), vocabulary.entities, regions
    )
    library = load_library(home("policies"), vocabulary)
    return assess(facts, library, vocabulary, DAY, tmp_path_factory.mktemp("run"))


def test_the_counts_are_those_of_the_verdicts(run):
    view = connect(run.folder)
    for item in obstacles(run.folder):
        rows = view.execute(
            "SELECT failed, unknown, missing FROM verdicts WHERE rule = ?", [item.rule]
        ).fetchall()
        failed = Counter(name for row in rows for name in row[0])
        alone = Counter(row[0][0] for row in rows if len(row[0]) == 1 and not row[1])
        waiting = [row[2] for row in rows if not row[0] and row[1]]
        blocked = Counter(name for names in waiting for name in names)
        sole = Counter(names[0] for names in waiting if len(names) == 1)
        assert item.rows == len(rows)
        assert item.open == len(waiting)
        assert {each.name: each.failed for each in item.conditions if each.failed} == failed
        assert {each.name: each.alone for each in item.conditions if each.alone} == alone
        assert {each.name: each.blocked for each in item.facts} == blocked
        assert {each.name: each.alone for each in item.facts if each.alone} == sole


def test_the_condition_that_alone_excludes_most_comes_first(run):
    for item in obstacles(run.folder):
        alone = [each.alone for each in item.conditions]
        assert alone == sorted(alone, reverse=True)


def test_a_rule_is_told_before_the_rows_of_the_next_subject_are_read(run, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(run.folder, folder)
    first, *others = run.record.layouts
    for layout in others:
        (folder / layout.file).unlink()
    assert next(obstacles(folder)).rule == first.rules[0].id
    with pytest.raises(duckdb.IOException):
        list(obstacles(folder))


def test_a_measure_that_no_rule_has_is_refused_with_those_that_there_are(run):
    result = CliRunner().invoke(
        app, ["obstacles", "--verdicts", str(run.folder), "--measure", "没有"]
    )
    assert isinstance(result.exception, NoRule)
    assert NEAR in str(result.exception)


def test_the_command_tells_them_in_words(run):
    result = CliRunner().invoke(
        app, ["obstacles", "--verdicts", str(run.folder), "--measure", "05-rent"]
    )
    assert result.exit_code == 0, result.output
    assert "只差这一项" in result.output
    assert "国有房屋" in result.output
    assert "只缺这一项" in result.output


def test_the_command_writes_whom_one_number_excludes(run, tmp_path):
    out = tmp_path / "near.parquet"
    result = CliRunner().invoke(
        app,
        ["obstacles", "--verdicts", str(run.folder), "--measure", NEAR, "--near", str(out)],
    )
    assert result.exit_code == 0, result.output
    assert "只差一个数" in result.output
    rows = duckdb.read_parquet(str(out)).fetchall()
    (item,) = [each for each in obstacles(run.folder) if NEAR in each.rule]
    alone = {each.name: each.alone for each in item.conditions}
    assert rows
    assert all(sum(row[3] == name for row in rows) <= alone[name] for name in alone)
    assert all(row[7] == row[6] - row[5] != 0 for row in rows)
