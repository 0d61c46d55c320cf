"""One enterprise judged from rows in memory: the same as from a snapshot, verdicts and reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq
import pytest

from ballast.assessment.enterprise import Assessor
from ballast.assessment.explain import Rows, explain_enterprise
from ballast.assessment.run import assess
from ballast.assessment.verdicts import connect
from ballast.content import home
from ballast.errors import NoRule
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.scope import OWNER
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
RENT = "guangdong/2022-industrial-growth/05-rent-relief"


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(home("vocabulary"))


@pytest.fixture(scope="module")
def library(vocabulary):
    return load_library(home("policies"), vocabulary)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory, vocabulary):
    order = Order(province="440000", enterprises=300, seed=11, as_of=DAY)
    regions = load(home("vocabulary"), "regions")
    folder = tmp_path_factory.mktemp("facts")
    return make(order, folder, vocabulary.entities, regions, lambda _done: None)


@pytest.fixture(scope="module")
def rows(snapshot, vocabulary):
    """Of each enterprise, its rows of every table at hand."""
    tables = {
        name: pq.read_table(path).to_pylist()
        for name, path in snapshot.tables.items()
        if name == OWNER or vocabulary.entities[name].owner
    }
    owner = {name: vocabulary.entities[name].owner or "uscc" for name in tables}
    return {
        firm["uscc"]: Rows(
            {
                name: [row for row in held if row[owner[name]] == firm["uscc"]]
                for name, held in tables.items()
            }
        )
        for firm in tables[OWNER]
    }


@pytest.fixture(scope="module")
def assessor(library, vocabulary):
    return Assessor(library, vocabulary, DAY)


def test_verdicts_are_those_of_a_run(snapshot, library, vocabulary, rows, assessor, tmp_path):
    assess(snapshot, library, vocabulary, DAY, tmp_path)
    query = (
        "SELECT owner, rule, key, verdict, CAST(amount * 100 AS BIGINT), "
        "CAST(payable * 100 AS BIGINT), failed, unknown, missing FROM verdicts"
    )
    told = {row[:3]: row[3:] for row in connect(tmp_path).execute(query).fetchall()}
    found = {
        (uscc, each.rule.id, each.key): (
            each.verdict.outcome,
            each.verdict.amount,
            each.verdict.payable,
            list(each.verdict.failed),
            list(each.verdict.unknown),
            sorted(each.verdict.missing),
        )
        for uscc, held in rows.items()
        for each in assessor.judge(held)
    }
    owned = {key: row for key, row in told.items() if key[0] in rows}
    assert {key: (*row[:5], sorted(row[5])) for key, row in owned.items()} == found


def test_explanations_are_those_of_a_snapshot(snapshot, library, vocabulary, rows, assessor):
    for uscc in list(rows)[:12]:
        told = list(explain_enterprise(uscc, library.in_force(DAY), vocabulary, snapshot, DAY))
        found = [
            each for rule in library.in_force(DAY) for each in assessor.explain(rows[uscc], rule.id)
        ]
        assert [replace(each, world=None) for each in found] == [
            replace(each, world=None) for each in told
        ]


def test_what_is_short_is_what_the_explanation_says(rows, assessor):
    compared = 0
    for held in list(rows.values())[:60]:
        for judged in assessor.judge(held):
            if (near := judged.near_miss) is not None:
                (told,) = assessor.explain(held, judged.rule.id, judged.key)
                assert told.near_miss == near
                compared += 1
    assert compared > 20


def test_a_table_that_is_not_at_hand_is_not_judged(assessor):
    firm = {"uscc": "91440101HC0000K21T", "city": "440100"}
    judged = list(assessor.judge(Rows({OWNER: [firm]})))
    assert {each.rule.subject for each in judged} == {OWNER}


def test_a_rule_that_is_not_in_force_is_named_with_those_that_are(assessor):
    with pytest.raises(NoRule, match=RENT):
        list(assessor.explain(Rows({}), "nowhere"))
