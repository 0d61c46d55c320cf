"""Tables whose rows no enterprise owns, such as ports: judged by their own facts alone."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ballast.assessment.explain import explain_enterprise
from ballast.assessment.run import assess
from ballast.assessment.verdicts import connect
from ballast.content import home
from ballast.errors import Invalid, UnknownEnterprise
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, write_manifest
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library

DAY = date(2022, 6, 30)
PORT = """
label: 港口
key: port
facts:
  port: {label: 港口代码, type: code, required: true, source: 试验}
  city: {label: 所在市, type: code, codelist: regions, level: city, source: 试验}
  throughput: {label: 吞吐量, type: decimal, unit: 吨, minimum: 0, source: 试验}
"""
RULE = """
label: 大港奖励
measure: 一
subject: port
effect: {from: 2022-01-01, to: null}
parameters:
  floor: {label: 吞吐量下限, unit: 吨, values: {2022-01-01: 1000吨}}
  award: {label: 奖励, unit: CNY, values: {2022-01-01: 10万元}}
conditions:
  大港: {is: throughput >= floor, clause: 一}
benefit: {kind: award, amount: award, rounding: {to: 分, mode: down}}
"""


@pytest.fixture
def vocabulary(tmp_path):
    folder = tmp_path / "vocabulary"
    shutil.copytree(home("vocabulary"), folder)
    (folder / "facts" / "port.yaml").write_text(PORT, encoding="utf-8")
    return load_vocabulary(folder)


def library(tmp_path, vocabulary, rule=RULE):
    folder = tmp_path / "policies" / "x" / "2022-port"
    folder.mkdir(parents=True)
    (folder / "award.yaml").write_text(rule, encoding="utf-8")
    return load_library(tmp_path / "policies", vocabulary)


@pytest.fixture
def facts(tmp_path, vocabulary):
    folder = tmp_path / "facts"
    folder.mkdir()
    rows = [
        {"port": "P1", "city": "440300", "throughput": Decimal(1000)},
        {"port": "P2", "city": None, "throughput": Decimal("999.9999")},
        {"port": "P3", "city": "440300", "throughput": None},
    ]
    table = pa.Table.from_pylist(rows, arrow_schema(vocabulary.entities["port"]))
    pq.write_table(table, folder / "port.parquet")
    manifest = Manifest(as_of=DAY, synthetic=True, source="试验", tables={"port": 3})
    write_manifest(folder, manifest)
    return open_snapshot(folder, vocabulary.entities)


def test_ports_are_judged_without_a_table_of_enterprises(tmp_path, vocabulary, facts):
    run = assess(facts, library(tmp_path, vocabulary), vocabulary, DAY, tmp_path / "out")
    found = connect(run.folder).execute(
        "SELECT key, owner, city, verdict, amount FROM verdicts ORDER BY key"
    )
    assert found.fetchall() == [
        ("P1", "P1", "440300", "eligible", Decimal(100000)),
        ("P2", "P2", None, "ineligible", None),
        ("P3", "P3", "440300", "unknown", None),
    ]


def test_one_port_is_explained_by_its_own_code(tmp_path, vocabulary, facts):
    rules = library(tmp_path, vocabulary).rules
    (found,) = explain_enterprise("P2", rules, vocabulary, facts, DAY)
    assert found.verdict.outcome == "ineligible"
    assert found.near_miss == "吞吐量还差0.0001吨"


def test_a_code_in_no_table_is_unknown(tmp_path, vocabulary, facts):
    rules = library(tmp_path, vocabulary).rules
    with pytest.raises(UnknownEnterprise):
        list(explain_enterprise("P9", rules, vocabulary, facts, DAY))


def test_a_rule_about_ports_cannot_ask_for_an_enterprise(tmp_path, vocabulary):
    rule = RULE.replace("throughput >= floor", "enterprise.staff > 0")
    with pytest.raises(Invalid, match=r"the table “enterprise”\s+allowed: port"):
        library(tmp_path, vocabulary, rule)
