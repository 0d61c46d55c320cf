"""The commands as their users run them: a province made, assessed, one enterprise explained."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ballast import content
from ballast.assessment.verdicts import connect, example
from ballast.cli import app


def ballast(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("province")
    synth = ("--province", "440000", "--enterprises", 3000, "--seed", 3, "--out", home / "facts")
    assert ballast("synth", *synth).exit_code == 0
    return home


@pytest.fixture(scope="module")
def assessed(folder):
    where = ("--facts", folder / "facts", "--as-of", "2022-12-31", "--out", folder / "run")
    result = ballast("assess", *where)
    assert result.exit_code == 0
    return result.output


def test_assess_prints_each_measure_with_its_counts(assessed):
    for clause in ("（一）", "（三）", "（四）", "（五）", "（十六）"):
        assert clause in assessed
    assert "合成数据" in assessed


def test_assess_says_where_to_look_next(assessed, folder):
    assert str(folder / "run" / "summary.csv") in assessed
    assert f"ballast explain --uscc {example(folder / 'run')}" in assessed


def test_the_summary_by_city_opens_in_a_spreadsheet(assessed, folder):
    with (folder / "run" / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["city"] for row in rows if row["city"]} >= {"440100", "440300", "441900"}


def test_explain_tells_each_rule_with_its_conditions(assessed, folder):
    uscc = example(folder / "run")
    result = ballast(
        "explain", "--uscc", uscc, "--facts", folder / "facts", "--as-of", "2022-12-31"
    )
    assert f"企业 {uscc}" in result.output
    assert "：符合" in result.output
    assert "条款（三）" in result.output


def test_explain_names_a_benefit_that_is_no_money(folder):
    rows = pq.read_table(folder / "facts" / "enterprise.parquet").to_pylist()
    solo = next(row for row in rows if row["kind"] == "individual_business" and row["city"])
    where = ("--facts", folder / "facts", "--as-of", "2024-06-30", "--measure", "21-individual")
    result = ballast("explain", "--uscc", solo["uscc"], *where)
    assert "21.个转企培育：符合\n  便利（不涉金额）" in result.output


def test_show_does_not_offer_an_obligation():
    told = ballast("show", "16-merger-filing").output
    assert "负担：义务（依法执行）" in told
    assert "待遇：" not in told


def explained(folder, code, *more):
    where = ("--facts", folder / "facts", "--as-of", "2022-12-31")
    return ballast("explain", "--uscc", code, *where, *more).output


def test_a_city_is_called_by_its_name_and_told_of_rules_about_cities_alone(assessed, folder):
    said = explained(folder, "440300")
    assert said.splitlines()[0] == "设区市 440300 深圳市"
    assert "工业稳增长成效明显市（州）激励：" in said
    assert "没有可判定的记录" not in said


def test_a_parcel_that_has_no_name_is_called_by_its_code(assessed, folder):
    said = explained(folder, "ZD000001")
    assert said.splitlines()[0] == "产业用地 ZD000001"
    assert "混合用地招拍挂供应：" in said


def test_an_enterprise_is_told_which_of_its_tables_hold_nothing_and_not_of_cities(assessed, folder):
    said = explained(folder, example(folder / "run"))
    assert said.startswith(f"企业 {example(folder / 'run')} 合成企业")
    assert "单项冠军和“小巨人”一次性奖励：" in said
    assert "没有可判定的记录" in said
    assert "工业稳增长成效明显市（州）激励" not in said


def test_a_rule_about_others_is_said_to_be_about_them(assessed, folder):
    said = explained(folder, "440300", "--measure", "03-six-taxes")
    assert said.endswith("“六税两费”减半征收：判定对象是企业，不是设区市\n")


def test_explain_of_one_measure_says_the_same_as_the_run(assessed, folder):
    rows = connect(folder / "run").execute(
        "SELECT key, verdict, amount FROM verdicts WHERE rule LIKE '%03-six%' ORDER BY key LIMIT 20"
    )
    for key, verdict, amount in rows.fetchall():
        where = (
            "--facts",
            folder / "facts",
            "--as-of",
            "2022-12-31",
            "--measure",
            "03-six",
            "--json",
        )
        (said,) = ballast("explain", "--uscc", key, *where).output.splitlines()
        found = json.loads(said)
        assert found["verdict"] == verdict
        assert found["amount_fen"] == (None if amount is None else int(amount * 100))


def test_show_tells_a_rule_in_chinese():
    told = ballast("show", "（五）").output
    assert "判定对象：房屋租赁" in told
    assert "有效期：2022年1月1日至2022年12月31日" in told
    assert "1. 省内房屋（条款（五））：房屋所在县区 属于 广东省（440000）" in told
    assert "待遇：减租（经申请）" in told
    assert "参数 其他地区减免月数：2022年1月1日起 3个月" in told


def test_show_tells_whose_purse_bears_an_award():
    assert (
        "资金分担（条款十、）：自治区50%、设区市50%"
        in ballast("show", "10-commercial-vehicle").output
    )


def test_show_tells_every_rule_when_none_is_chosen():
    rules = list(content.home("policies").glob("*/*/*.tests.yaml"))
    assert ballast("show").output.count("有效期：") == len(rules) > 30


def test_show_of_nothing_lists_what_there_is():
    assert "（五）国有房屋租金减免" in failure("show", "九十九")


def failure(*arguments):
    command = [sys.executable, "-c", "from ballast.cli import main; main()", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    return result.stderr


def test_an_enterprise_that_is_not_there_is_said_so(folder):
    where = ("--facts", folder / "facts", "--as-of", "2022-12-31")
    assert "hold no enterprise 914" in failure("explain", "--uscc", "914", *where)


def test_a_measure_that_is_not_there_is_answered_with_those_that_are(folder):
    where = ("--facts", folder / "facts", "--as-of", "2022-12-31", "--measure", "（九十九）")
    said = failure("explain", "--uscc", "914", *where)
    assert "（九十九）" in said
    assert "03-six-taxes-two-fees" in said


def test_a_folder_without_facts_is_named(tmp_path):
    said = failure(
        "assess", "--facts", tmp_path, "--as-of", "2022-12-31", "--out", tmp_path / "run"
    )
    assert str(tmp_path) in said
    assert "--facts" in said


def test_a_day_after_the_law_ended_is_a_finding(folder, tmp_path):
    where = ("--facts", folder / "facts", "--as-of", "2023-01-01", "--out", tmp_path / "run")
    result = ballast("assess", *where)
    assert result.exit_code == 0
    assert "已过有效期" in result.output


def test_facts_of_another_day_are_said_to_be_so(folder, tmp_path):
    where = ("--facts", folder / "facts", "--as-of", "2022-06-30", "--out", tmp_path / "run")
    assert "事实截至2022年12月31日" in ballast("assess", *where).output
