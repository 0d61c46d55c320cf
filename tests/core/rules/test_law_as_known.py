"""Law in two times: what holds on a day, and what of it was known on another."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.content import home
from ballast.engine.reference import World, judge
from ballast.errors import Invalid
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast.rules.rule import Rule, load_rule
from ballast.rules.telling import told

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)
IN_EFFECT = date(2022, 2, 15)
DAY = date(2022, 6, 30)

AWARD = """\
label: 达标奖励
measure: （九）
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
published: 2022-03-01
parameters:
  award:
    label: 奖励
    unit: CNY
    values:
      2022-01-01:
        - 10万元
        - {value: 12万元, known: 2022-07-01}
      2022-06-01: {value: 15万元, known: 2022-05-20}
conditions:
  有从业人员: {is: staff > 0, clause: （九）}
benefit: {kind: award, amount: award, rounding: {to: 元, mode: down}}
"""
LARGE = """\
label: 大厂
subject: enterprise
type: bool
versions:
  2022-01-01:
    - {is: staff / 1000 >= 1, source: 试验办法}
    - {is: staff / 800 >= 1, source: 试验办法更正, known: 2022-07-01}
"""


def written(tmp_path: Path, text: str) -> Rule:
    path = tmp_path / "award.yaml"
    path.write_text(text, encoding="utf-8")
    return load_rule(path, "x/y/award", VOCABULARY)


def paid(rule: Rule, day: date, known_at: date | None) -> int | None:
    row = {("enterprise", "staff"): 10}
    return judge(rule, World(row, VOCABULARY, day, known_at=known_at)).amount


def packaged(tmp_path: Path, policy: str) -> Library:
    folder = tmp_path / "x" / "2022-y"
    folder.mkdir(parents=True)
    (folder / "award.yaml").write_text(AWARD.replace("published: 2022-03-01\n", ""), "utf-8")
    if policy:
        (folder / "policy.yaml").write_text(policy, "utf-8")
    return load_library(tmp_path, VOCABULARY)


def test_on_2022_02_15_nobody_knew_the_guangdong_measures_that_already_held():
    guangdong = [rule for rule in LIBRARY.rules if "guangdong/2022" in rule.id]
    assert {rule.published for rule in guangdong} == {date(2022, 3, 25)}
    held = [rule for rule in guangdong if rule.in_force(IN_EFFECT)]
    assert len(held) > 5
    assert not any(rule.in_force(IN_EFFECT, known_at=IN_EFFECT) for rule in guangdong)
    assert all(rule.in_force(IN_EFFECT, known_at=date(2022, 3, 25)) for rule in held)


def test_a_library_gives_the_rules_that_were_known():
    before, after = date(2022, 3, 24), date(2022, 3, 25)
    assert LIBRARY.in_force(DAY, before) == ()
    assert LIBRARY.in_force(DAY, after) == LIBRARY.in_force(DAY)
    assert LIBRARY.of("lease", DAY, before) == ()
    assert LIBRARY.of("lease", DAY, after) == LIBRARY.of("lease", DAY)


@pytest.mark.parametrize(
    ("policy", "known"),
    [
        ("issued_on: 2022-03-24\npublished_on: 2022-03-25\n", date(2022, 3, 25)),
        ("issued_on: 2022-03-24\npublished_on: null\n", date(2022, 3, 24)),
        ("issued_on: null\n", date(2022, 1, 1)),
        ("", date(2022, 1, 1)),
    ],
)
def test_a_rule_that_does_not_say_is_known_with_its_document(tmp_path, policy, known):
    (rule,) = packaged(tmp_path, policy).rules
    assert rule.published == known


def test_a_rule_may_be_published_apart_from_its_document(tmp_path):
    assert written(tmp_path, AWARD).published == date(2022, 3, 1)


def test_a_value_amended_with_effect_from_before_counts_from_the_day_it_was_known(tmp_path):
    rule = written(tmp_path, AWARD)
    assert paid(rule, IN_EFFECT, date(2022, 6, 30)) == 10_000_000
    assert paid(rule, IN_EFFECT, date(2022, 7, 1)) == 12_000_000
    assert paid(rule, IN_EFFECT, None) == 12_000_000


def test_a_later_day_of_effect_goes_before_a_later_day_of_knowing(tmp_path):
    rule = written(tmp_path, AWARD)
    assert paid(rule, DAY, None) == 15_000_000
    assert paid(rule, DAY, date(2022, 5, 20)) == 15_000_000
    assert paid(rule, DAY, date(2022, 5, 19)) == 10_000_000


def test_a_rule_whose_number_was_not_known_yet_is_not_in_force(tmp_path):
    rule = written(tmp_path, AWARD.replace("- 10万元", "- {value: 10万元, known: 2022-04-01}"))
    assert rule.unpublished(IN_EFFECT, date(2022, 3, 31)) == ("奖励",)
    assert not rule.in_force(IN_EFFECT, date(2022, 3, 31))
    assert rule.in_force(IN_EFFECT, date(2022, 4, 1))
    assert rule.in_force(IN_EFFECT)


def test_two_entries_of_one_day_cannot_be_known_on_the_same_day(tmp_path):
    with pytest.raises(Invalid, match=r"award\.yaml:12:9: .*(?s:.*)on different days"):
        written(tmp_path, AWARD.replace(", known: 2022-07-01", ""))


def test_a_day_of_effect_has_an_entry(tmp_path):
    text = AWARD.replace("- 10万元\n", "[]\n").replace(
        "        - {value: 12", "        # - {value: 12"
    )
    with pytest.raises(Invalid, match=r"award\.yaml:12:9: (?s:.*)at least one entry"):
        written(tmp_path, text)


def test_a_policy_that_is_no_yaml_is_told_once(tmp_path):
    packaged(tmp_path, "")
    folder = tmp_path / "x" / "2022-y"
    (folder / "again.yaml").write_text(AWARD, encoding="utf-8")
    (folder / "policy.yaml").write_text("issued_on: [", encoding="utf-8")
    with pytest.raises(Invalid, match="valid YAML") as caught:
        load_library(tmp_path, VOCABULARY)
    assert len(caught.value.problems) == 1


def test_a_wrong_value_in_the_long_form_is_shown_at_its_place(tmp_path):
    with pytest.raises(Invalid, match=r"award\.yaml:13:19: (?s:.*)is not a quantity"):
        written(tmp_path, AWARD.replace("12万元", "许多"))


def test_show_tells_what_was_published_when(tmp_path):
    lines = list(told(written(tmp_path, AWARD), VOCABULARY, DAY))
    assert "公布日期：2022年3月1日，追溯至2022年1月1日适用" in lines
    assert (
        "参数 奖励：2022年1月1日起 10万元；2022年1月1日起 12万元（2022年7月1日公布）；"
        "2022年6月1日起 15万元（2022年5月20日公布）"
    ) in lines


@pytest.fixture
def amended(tmp_path) -> Vocabulary:
    folder = tmp_path / "vocabulary"
    shutil.copytree(home("vocabulary"), folder)
    (folder / "derived" / "large_works.yaml").write_text(LARGE, encoding="utf-8")
    return load_vocabulary(folder)


def test_a_definition_amended_with_effect_from_before_counts_from_the_day_it_was_known(amended):
    fact = amended.derived["enterprise", "large_works"]
    assert fact.on(IN_EFFECT, date(2022, 6, 30)).source == "试验办法"
    assert fact.on(IN_EFFECT, date(2022, 7, 1)).source == "试验办法更正"
    assert fact.on(IN_EFFECT).source == "试验办法更正"
    assert fact.on(date(2021, 12, 31)) is None


def test_a_mistake_in_an_amended_definition_is_shown_at_its_place(amended, tmp_path):
    path = tmp_path / "vocabulary" / "derived" / "large_works.yaml"
    path.write_text(LARGE.replace("staff / 800 >= 1", "stuff / 800 >= 1"), encoding="utf-8")
    with pytest.raises(Invalid, match=r"large_works\.yaml:7:12: “stuff”"):
        load_vocabulary(tmp_path / "vocabulary")


MOMENTS = st.dates(date(2022, 1, 1), date(2022, 12, 31))


@settings(deadline=None)
@given(day=MOMENTS, known_at=MOMENTS, later=st.integers(0, 400))
def test_what_was_once_known_to_be_in_force_stays_so(day, known_at, later):
    then = {rule.id for rule in LIBRARY.in_force(day, known_at)}
    assert then <= {rule.id for rule in LIBRARY.in_force(day, known_at + timedelta(later))}
    assert then <= {rule.id for rule in LIBRARY.in_force(day)}
