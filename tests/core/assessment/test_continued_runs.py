"""A run continued from an earlier one is the run that judging everything anew would have been."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from ballast.assessment.record import open_run
from ballast.assessment.run import By, assess
from ballast.cli import app
from ballast.content import home
from ballast.errors import FactsMoved
from ballast.facts.snapshot import open_snapshot, parquet_path
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.simulation.changes import setting, write_changed
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A province and its run."""
    folder = tmp_path_factory.mktemp("first")
    regions = load(home("vocabulary"), "regions")
    facts = make(Order("440000", 1200, 21), folder / "facts", VOCABULARY.entities, regions)
    assess(facts, LIBRARY, VOCABULARY, DAY, folder / "run")
    return folder


def changed(first, folder, **edits):
    """A copy of the facts in which `edits[table]` has changed the rows."""
    shutil.copytree(first / "facts", folder / "facts")
    manifest = yaml.safe_load((folder / "facts" / "snapshot.yaml").read_text(encoding="utf-8"))
    for table, edit in edits.items():
        path = parquet_path(folder / "facts", table)
        rows = pq.read_table(path)
        edited = pa.Table.from_pylist(edit(rows.to_pylist()), rows.schema)
        pq.write_table(edited, path, store_decimal_as_integer=True)
        manifest["tables"][table] = edited.num_rows
    text = yaml.safe_dump(manifest, allow_unicode=True)
    (folder / "facts" / "snapshot.yaml").write_text(text, encoding="utf-8")
    return open_snapshot(folder / "facts", VOCABULARY.entities)


def both(first, folder, facts, library=LIBRARY, day=DAY):
    """The run continued and the run anew, and that their tables are equal row for row."""
    run = assess(facts, library, VOCABULARY, day, folder / "continued", by=By(since=first / "run"))
    anew = assess(facts, library, VOCABULARY, day, folder / "anew")
    assert run.summary == anew.summary
    assert run.allocations == anew.allocations
    for path in sorted((folder / "anew").glob("*.parquet")):
        one, other = pq.read_table(folder / "continued" / path.name), pq.read_table(path)
        for name in other.column_names:
            assert one[name] == other[name], (path.name, name)
        assert one.schema.names == other.schema.names
        assert one.schema.types == other.schema.types
    return {each.subject: each for each in run.continued}


def some(rows, share, change, seed=1):
    """`rows` with `change` made in a share of them."""
    chosen = np.random.default_rng(seed).random(len(rows)) < share
    return [row | change(row) if hit else row for row, hit in zip(rows, chosen, strict=True)]


def test_where_nothing_changed_nothing_is_judged_again(tmp_path, first):
    found = both(first, tmp_path, changed(first, tmp_path))
    assert found
    assert all((each.rows, each.rules) == (0, 0) for each in found.values())


def test_changed_enterprises_are_judged_again_with_all_that_they_own(tmp_path, first):
    def grown(rows):
        return some(rows, 0.05, lambda _row: {"staff": 5000, "revenue": Decimal(9 * 10**8)})

    facts = changed(first, tmp_path, enterprise=grown)
    found = both(first, tmp_path, facts)
    assert 0 < found["enterprise"].rows < 200
    assert 0 < found["lease"].rows < 100


def test_a_column_that_no_rule_of_a_table_reads_makes_no_work(tmp_path, first):
    facts = changed(
        first, tmp_path, enterprise=lambda rows: some(rows, 0.5, lambda _row: {"name": "改名"})
    )
    assert all(each.rows == 0 for each in both(first, tmp_path, facts).values())


def test_rows_that_came_and_went_are_judged_and_forgotten(tmp_path, first):
    def edited(rows):
        new = rows[0] | {"lease": "ZL999999999", "monthly_rent": Decimal("1234.56")}
        return [*rows[3:], new]

    found = both(first, tmp_path, changed(first, tmp_path, lease=edited))
    assert found["lease"].rows == 1
    assert found["enterprise"].rows == 0


def test_a_fact_lost_and_a_fact_found_are_changes(tmp_path, first):
    def turned(rows):
        return some(rows, 0.1, lambda row: {"staff": None if row["staff"] else 10})

    assert (
        both(first, tmp_path, changed(first, tmp_path, enterprise=turned))["enterprise"].rows > 50
    )


def test_a_changed_rule_and_its_partner_are_judged_on_every_row_the_others_are_kept(
    tmp_path, first
):
    write_changed(LIBRARY, [setting("05-rent-relief.other_months=4个月")], tmp_path / "policies")
    library = load_library(tmp_path / "policies", VOCABULARY)
    found = both(first, tmp_path, changed(first, tmp_path), library)
    assert (found["lease"].rows, found["lease"].rules) == (0, 2)
    assert found["enterprise"].rules == 0


def test_rules_and_rows_can_change_together(tmp_path, first):
    settings = [setting("03-six-taxes-two-fees.rate=40%"), setting("05-rent-relief.国有房屋=true")]
    write_changed(LIBRARY, settings, tmp_path / "policies")
    library = load_library(tmp_path / "policies", VOCABULARY)
    facts = changed(
        first, tmp_path, enterprise=lambda rows: some(rows, 0.1, lambda _row: {"kind": "company"})
    )
    found = both(first, tmp_path, facts, library)
    assert (found["enterprise"].rules, found["lease"].rules) == (1, 2)
    assert found["enterprise"].rows > 0


def test_a_rule_taken_away_leaves_no_trace(tmp_path, first):
    rules = tuple(rule for rule in LIBRARY.rules if "04-work-injury" not in rule.id)
    both(first, tmp_path, changed(first, tmp_path), type(LIBRARY)(LIBRARY.folder, rules))


def test_another_day_judges_again_only_what_the_day_changes(tmp_path, first):
    found = both(first, tmp_path, changed(first, tmp_path), day=date(2022, 12, 30))
    assert all(each.rows == 0 for each in found.values())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_the_continued_run_is_the_run_anew(tmp_path, first, seed):
    rng = np.random.default_rng(seed)
    facts = changed(
        first,
        tmp_path,
        enterprise=lambda rows: some(rows, rng.random() / 5, shuffled(rows, rng), seed),
        equipment_purchase=lambda rows: some(
            rows[rng.integers(5) :], 0.2, shuffled(rows, rng), seed
        ),
        lease=lambda rows: some(rows, 0.1, shuffled(rows, rng), seed),
    )
    both(first, tmp_path, facts)


def shuffled(rows, rng):
    """A change that takes a few cells from another row, never the keys."""
    names = [name for name in rows[0] if name not in ("uscc", "purchase", "lease")]

    def change(_row):
        other = rows[rng.integers(len(rows))]
        return {name: other[name] for name in rng.choice(names, 3)}

    return change


def test_a_run_whose_facts_were_changed_cannot_be_continued(tmp_path, first):
    shutil.copytree(first, tmp_path / "first")
    facts = changed(first, tmp_path)
    path = parquet_path(tmp_path / "first" / "facts", "lease")
    rows = pq.read_table(path)
    pq.write_table(rows, path, compression="gzip")
    with pytest.raises(FactsMoved, match="the table lease is another"):
        assess(
            facts,
            LIBRARY,
            VOCABULARY,
            DAY,
            tmp_path / "out",
            by=By(since=tmp_path / "first" / "run"),
        )


def test_a_run_is_not_written_over_the_one_that_it_continues(tmp_path, first):
    with pytest.raises(FactsMoved, match="written over it"):
        assess(
            changed(first, tmp_path),
            LIBRARY,
            VOCABULARY,
            DAY,
            first / "run",
            by=By(since=first / "run"),
        )
    assert open_run(first / "run").layouts


def test_the_command_says_how_much_it_judged_again(tmp_path, first):
    facts = changed(first, tmp_path, lease=lambda rows: rows[1:]).path
    arguments = ["assess", "--facts", facts, "--as-of", DAY, "--since", first / "run"]
    result = CliRunner().invoke(app, [*map(str, arguments), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "续判 enterprise：重判 0 行，另有 0 条规则重判全部行" in result.output
