"""An old run made again: proved byte for byte, or told what is another now."""

from __future__ import annotations

import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from times_support import AWARD, CORRECTED, FIRM, LEASE, RENT, VOCABULARY, library, run, snapshot

from ballast.assessment.record import RUN_FILE
from ballast.assessment.replay import FileCompared, replay
from ballast.cli import app
from ballast.errors import NotFound

KNOWN = date(2022, 7, 1)
RULE = "x/2022-y/award"


@pytest.fixture
def old(tmp_path):
    facts = snapshot(tmp_path / "facts", enterprise=CORRECTED, lease=[LEASE])
    run(tmp_path / "run", facts, library(tmp_path, award=AWARD, rent=RENT), known_at=KNOWN)
    return tmp_path


def again(folder, **rules):
    return replay(folder / "run", VOCABULARY, library(folder, **rules), folder / "again")


def test_an_untouched_run_is_proved_byte_for_byte(old):
    found = again(old)
    assert found.equal
    assert found.changes == ()
    assert [file.name for file in found.files] == [
        "enterprise.parquet",
        "lease.parquet",
        "summary.csv",
    ]


def test_a_value_that_became_known_since_changes_no_old_decision(old):
    more = "known: 2022-09-01}, {value: 15万元, known: 2022-10-01}"
    found = again(old, award=AWARD.replace("known: 2022-09-01}", more))
    assert found.equal
    assert [(change.kind, change.name) for change in found.changes] == [("rule", RULE)]


def test_a_rule_written_since_changes_no_old_decision(old):
    assert again(old, other=AWARD.replace("稳岗奖励", "新奖励")).equal


def test_a_rule_changed_in_place_is_named_with_the_rows_that_differ(old):
    found = again(old, award=AWARD.replace("300人", "400人"))
    assert not found.equal
    assert [(change.kind, change.name) for change in found.changes] == [("rule", RULE)]
    assert found.rows == {RULE: 1}
    assert found.files == (
        FileCompared("enterprise.parquet", False, True),
        FileCompared("lease.parquet", True, True),
        FileCompared("summary.csv", False, True),
    )


def test_a_rule_that_is_gone_is_named(old):
    (old / "policies" / "x" / "2022-y" / "award.yaml").unlink()
    found = again(old)
    (change,) = found.changes
    assert (change.kind, change.name, change.now) == ("rule", RULE, None)
    assert found.files[0] == FileCompared("enterprise.parquet", False, False)
    assert found.rows == {RULE: 1}


def test_another_day_of_publication_in_the_package_is_named(old):
    text = AWARD.replace("published: 2022-03-01\n", "")
    rules = library(old, award=text)
    facts = snapshot(old / "facts", enterprise=CORRECTED, lease=[LEASE])
    run(old / "run", facts, rules)
    policy = old / "policies" / "x" / "2022-y" / "policy.yaml"
    policy.write_text("published_on: 2022-03-05\n", encoding="utf-8")
    changes = {(change.kind, change.name, change.then, change.now) for change in again(old).changes}
    assert ("published", RULE, "2022-01-01", "2022-03-05") in changes


def test_facts_changed_in_place_are_named(old):
    changed = [{**CORRECTED[0], "staff": 299}, CORRECTED[1]]
    snapshot(old / "facts", enterprise=changed, lease=[LEASE])
    found = again(old)
    assert [(change.kind, change.name) for change in found.changes] == [("table", "enterprise")]
    assert found.rows == {RULE: 1}


def test_a_correction_received_since_changes_no_old_decision(old):
    more = {**CORRECTED[1], "staff": 500, "known_from": date(2022, 8, 1)}
    snapshot(old / "facts", enterprise=[*CORRECTED, more], lease=[LEASE])
    found = again(old)
    assert found.equal
    assert [(change.kind, change.name) for change in found.changes] == [("table", "enterprise")]


def test_what_no_longer_is_where_the_run_found_it_may_be_given(old):
    (old / "facts").rename(old / "moved")
    with pytest.raises(NotFound, match="--facts"):
        again(old)
    rules = library(old)
    assert replay(old / "run", VOCABULARY, rules, old / "again", old / "moved").equal


def test_a_run_that_was_tampered_with_is_not_proved(old):
    with (old / "run" / "summary.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    found = again(old)
    assert not found.equal
    assert not found.same
    assert (found.changes, found.rows) == ((), {})


def test_the_same_verdicts_in_other_bytes_are_told_apart_from_other_verdicts(old):
    path = old / "run" / "enterprise.parquet"
    pq.write_table(pq.read_table(path), path, compression="none")
    found = again(old)
    assert not found.equal
    assert found.same
    assert command(old).output.splitlines()[-1] == "结论：内容与原判定相同，文件字节不同"


def test_a_record_of_before_digests_says_what_cannot_be_compared(old):
    path = old / "run" / RUN_FILE
    record = json.loads(path.read_text(encoding="utf-8"))
    for name in ("engine", "tables", "vocabulary"):
        del record[name]
    path.write_text(json.dumps(record), encoding="utf-8")
    found = again(old)
    assert found.equal
    kinds = {change.kind for change in found.changes if change.then is None}
    assert kinds == {"table", "vocabulary", "program"}


def command(old, *more):
    arguments = ["replay", old / "run", "--policies", old / "policies", *more]
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_says_that_a_run_is_proved(old):
    result = command(old)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "重放 2022年6月30日 的判定（按2022年7月1日所知）：2套规则"
    assert "✓ enterprise.parquet：逐字节一致" in lines
    assert lines[-1] == "结论：与原判定逐字节一致"


def test_the_command_says_what_differs_and_ends_with_1(old):
    library(old, award=AWARD.replace("300人", "400人"))
    result = command(old)
    assert result.exit_code == 1
    assert f"规则文件 {RULE}：已改动（" in result.output
    assert f"（九）稳岗奖励（{RULE}）：1条记录的判定、金额或理由不同" in result.output
    assert result.output.splitlines()[-1] == "结论：与原判定不一致"


def test_assess_and_explain_ask_as_known_on_a_day(old):
    where = ["--facts", old / "facts", "--policies", old / "policies", "--as-of", "2022-06-30"]
    where += ["--known-at", "2022-07-01"]
    made = CliRunner().invoke(app, [str(each) for each in ["assess", *where, "--out", old / "x"]])
    assert "按2022年7月1日所知" in "".join(made.output.split())
    said = CliRunner().invoke(app, [str(each) for each in ["explain", "--uscc", FIRM, *where]])
    assert said.output.startswith(f"企业 {FIRM}（按2022年7月1日所知）")
    assert (
        "所用版本：企业 2022年1月1日起、2022年2月1日获知；奖励 2022年1月1日起、2022年3月1日公布"
        in said.output
    )
