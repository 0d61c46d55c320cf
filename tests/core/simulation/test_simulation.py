"""A changed rule on the same enterprises: cost, coverage, winners and losers."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import duckdb
import pytest
from click.testing import CliRunner

from ballast.assessment.run import assess
from ballast.assessment.summary import by_measure
from ballast.cli import app
from ballast.content import home
from ballast.errors import BadSetting, Invalid, NotFound, NothingChanges, SeveralMeasures
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.simulation.changes import setting
from ballast.simulation.run import Change, simulate
from ballast.simulation.telling import changes
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)
RENT = "guangdong/2022-industrial-growth/05-rent-relief"


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    regions = load(home("vocabulary"), "regions")
    folder = tmp_path_factory.mktemp("facts")
    return make(Order("440000", 3000, 9), folder, VOCABULARY.entities, regions)


def tried(facts, out, *settings, draft=None, day=DAY):
    change = Change(tuple(setting(text) for text in settings), draft)
    return simulate(change, LIBRARY, facts, VOCABULARY, day, out)


def total(simulation, rule=RENT):
    (line,) = simulation.by("all", rule)
    return line


def test_one_month_more_of_relief_costs_a_month_of_rent_of_those_relieved(tmp_path, facts):
    line = total(tried(facts, tmp_path, "05-rent-relief.other_months=4个月"))
    assert line.eligible_before == line.eligible_after
    assert line.losers == 0
    assert 0 < line.winners <= line.eligible_after
    assert line.cost_after - line.cost_before == line.gained > 0


def test_the_cost_before_is_what_the_assessment_says_and_after_what_it_would_say(tmp_path, facts):
    simulation = tried(facts, tmp_path / "sim", "05-rent-relief.other_months=5个月")
    run = assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "run")
    (before,) = [line for line in by_measure(run.summary) if line.rule == RENT]
    changed = load_library(tmp_path / "sim" / "policies", VOCABULARY)
    again = assess(facts, changed, VOCABULARY, DAY, tmp_path / "changed")
    (after,) = [line for line in by_measure(again.summary) if line.rule == RENT]
    line = total(simulation)
    assert (line.eligible_before, line.cost_before) == (before.eligible, before.amount)
    assert (line.eligible_after, line.cost_after) == (after.eligible, after.amount)


@pytest.mark.parametrize("dimension", ["city", "industry", "size"])
def test_the_groups_of_a_dimension_add_up_to_everybody(tmp_path, facts, dimension):
    simulation = tried(
        facts, tmp_path, "05-rent-relief.国有房屋=true", "03-six-taxes-two-fees.rate=40%"
    )
    for pair in simulation.pairs:
        whole, parts = total(simulation, pair.rule.id), simulation.by(dimension, pair.rule.id)
        assert len(parts) > 3
        for name in ("eligible_after", "winners", "losers", "cost_before", "cost_after", "lost"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


def test_a_condition_taken_away_makes_winners_of_those_it_excluded(tmp_path, facts):
    line = total(tried(facts, tmp_path, "05-rent-relief.国有房屋=true"))
    assert line.eligible_after > line.eligible_before
    assert line.winners == line.eligible_after - line.eligible_before
    assert line.losers == 0


def test_every_row_that_changes_is_written_with_both_verdicts_and_amounts(tmp_path, facts):
    simulation = tried(facts, tmp_path, "05-rent-relief.国有房屋=true")
    rows = duckdb.read_parquet(str(tmp_path / "differences.parquet"))
    gained = rows.filter("after = 'eligible' AND before <> 'eligible'")
    assert len(gained) == total(simulation).winners
    paid = gained.aggregate("sum(after_amount)").fetchall()[0][0]
    assert paid == total(simulation).gained
    assert not rows.filter("before = after AND before_amount = after_amount").fetchall()


def test_a_shorter_effect_ends_the_rule_for_everybody(tmp_path, facts):
    simulation = tried(facts, tmp_path, "05-rent-relief.effect.to=2022-06-30")
    line = total(simulation)
    assert line.eligible_after == 0
    assert line.losers == line.eligible_before
    (pair,) = [each for each in simulation.pairs if each.rule.id == RENT]
    assert list(changes(pair, DAY)) == [("规则", "执行", "停止执行")]


def test_a_draft_is_laid_over_the_policies(tmp_path, facts):
    rule = LIBRARY.one("05-rent-relief")
    draft = tmp_path / "draft" / f"{rule.id}.yaml"
    draft.parent.mkdir(parents=True)
    text = rule.path.read_text(encoding="utf-8")
    draft.write_text(text.replace("{2022-01-01: 3个月}", "{2022-01-01: 6个月}"), encoding="utf-8")
    simulation = tried(facts, tmp_path / "out", draft=tmp_path / "draft")
    (pair,) = [each for each in simulation.pairs if each.rule.id == RENT]
    assert list(changes(pair, DAY)) == [("其他地区减免月数", "3个月", "6个月")]
    assert total(simulation).gained > 0


def test_money_is_exact_to_the_fen(tmp_path, facts):
    tried(facts, tmp_path, "03-six-taxes-two-fees.rate=33.3333%")
    with (tmp_path / "outcome.csv").open(encoding="utf-8-sig", newline="") as file:
        costs = [Decimal(row["cost_after"]) for row in csv.DictReader(file)]
    assert all(cost == cost.quantize(Decimal("0.01")) for cost in costs)
    assert any(cost % 1 for cost in costs)


def test_a_change_that_touches_nothing_on_the_day_is_said_so(tmp_path, facts):
    with pytest.raises(NothingChanges, match="2022-12-31 the change touches no rule"):
        tried(facts, tmp_path, "05-rent-relief.other_months=3个月")


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("05-rent-relief", BadSetting, "RULE.PLACE=VALUE"),
        ("05-rent-relief.months=4个月", BadSetting, r"risk_months \(列为中高风险地区的减免月数\)"),
        ("05-rent-relief.effect.to=明天", BadSetting, "a day such as 2023-06-30"),
        ("05-rent-relief.other_months=4元", Invalid, "other_months|in “CNY”"),
        ("05-rent-relief.国有房屋=state_own", Invalid, "state_owned"),
        ("04-.rate=1%", SeveralMeasures, "04-job-stabilisation-refund"),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_can(tmp_path, facts, text, error, words):
    with pytest.raises(error, match=words):
        tried(facts, tmp_path, text)


def test_a_draft_without_a_rule_set_is_refused(tmp_path, facts):
    with pytest.raises(NotFound, match="a rule set"):
        tried(facts, tmp_path, draft=tmp_path)


class Page(HTMLParser):
    """Collects tags and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def test_the_command_writes_a_page_that_needs_nothing_else(tmp_path, facts):
    out = tmp_path / "out"
    arguments = ["simulate", "--facts", str(facts.path), "--as-of", "2022-12-31", "--out", str(out)]
    result = CliRunner().invoke(app, [*arguments, "--set", "05-rent-relief.other_months=4个月"])
    assert result.exit_code == 0, result.output
    assert "受益增加" in result.output
    html = (out / "report.html").read_text(encoding="utf-8")
    page = Page(html)
    assert "script" not in page.tags
    # Three for the rule and three for the partner beside which it is paid.
    assert page.tags.count("svg") == 6
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    text = "".join(page.words)
    for words in ("其他地区减免月数：3个月 → 4个月", "审图号", "合成数据", "深圳市", "分规模"):
        assert words in text
