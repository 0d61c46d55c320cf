"""Rules that ask for other rules' verdicts and amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from rules_support import DAY, VOCABULARY, library, rule_of, rule_text, world

from ballast.assessment.explain import explain
from ballast.cli import app
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge
from ballast.errors import Invalid
from ballast.rules import tree
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.rendering import rendered
from ballast.rules.telling import told
from ballast.verification.spans import spans

FIRST = rule_text(label="首次奖励")


def asking(condition="granted('first')", amount="revenue * 0.02", **more):
    return rule_text(condition, amount, label="再奖励", **more)


def outcome(folder, text, facts, first=FIRST, day=DAY):
    found = library(folder, first=first, second=text)
    return judge(rule_of(found, "second"), world(day, **facts))


@pytest.mark.parametrize(
    ("staff", "expected"), [(100, "eligible"), (99, "ineligible"), (None, "unknown")]
)
def test_granted_is_true_false_or_unknown_as_the_other_verdict_is(tmp_path, staff, expected):
    assert outcome(tmp_path, asking(), {"staff": staff}).outcome == expected


@pytest.mark.parametrize(
    ("staff", "expected"), [(100, 10_000), (99, 0), (None, None)], ids=["符合", "不符合", "待定"]
)
def test_the_other_amount_is_known_zero_or_unknown_as_the_other_verdict_is(
    tmp_path, staff, expected
):
    text = asking("true", "amount_of('first')")
    found = outcome(tmp_path, text, {"staff": staff, "revenue": Decimal(10_000)})
    assert (found.outcome, found.amount) == ("eligible", expected)


def test_the_facts_that_leave_the_other_verdict_open_are_those_that_are_missing(tmp_path):
    assert outcome(tmp_path, asking(), {}).missing == ("enterprise.staff",)


def test_the_chinese_functions_mean_the_same(tmp_path):
    text = asking("已享受('first')", "金额('first')")
    found = outcome(tmp_path, text, {"staff": 100, "revenue": Decimal(10_000)})
    assert (found.outcome, found.amount) == ("eligible", 10_000)


def test_a_rule_may_stand_in_another_package_under_its_full_name(tmp_path):
    text = asking("granted('a/2022-other/first')")
    found = library(tmp_path, other__first=FIRST, second=text)
    assert judge(rule_of(found, "second"), world(staff=100)).outcome == "eligible"


def test_the_order_of_files_does_not_matter(tmp_path):
    found = library(tmp_path, a=asking("granted('z')"), z=FIRST)
    assert judge(rule_of(found, "a"), world(staff=100)).outcome == "eligible"


def test_a_chain_of_rules_is_followed_to_its_end(tmp_path):
    found = library(tmp_path, a=asking("granted('b')"), b=asking("granted('c')"), c=FIRST)
    assert judge(rule_of(found, "a"), world(staff=99)).outcome == "ineligible"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 2, 28), "ineligible"), (date(2022, 3, 1), "eligible")],
)
def test_a_rule_that_has_no_effect_yet_grants_nothing(tmp_path, day, expected):
    first = rule_text(effect="{from: 2022-03-01, to: 2022-12-31}")
    assert outcome(tmp_path, asking(), {"staff": 100}, first, day).outcome == expected


def test_a_rule_that_has_ended_has_the_amount_zero_even_where_its_facts_are_missing(tmp_path):
    first = rule_text(effect="{from: 2022-01-01, to: 2022-05-31}")
    found = outcome(tmp_path, asking("true", "amount_of('first')"), {}, first)
    assert (found.amount, found.missing) == (0, ())


def test_a_rule_that_was_not_published_yet_grants_nothing(tmp_path):
    first = FIRST + "published: 2022-03-01\n"
    found = rule_of(library(tmp_path, first=first, second=asking()), "second")
    early, late = (
        World({("enterprise", "staff"): 100}, VOCABULARY, DAY, known_at=day)
        for day in (date(2022, 2, 28), date(2022, 3, 1))
    )
    assert (judge(found, early).outcome, judge(found, late).outcome) == ("ineligible", "eligible")


def test_a_rule_is_verified_anew_from_the_day_on_which_the_other_ends(tmp_path):
    first = rule_text(effect="{from: 2022-01-01, to: 2022-05-31}")
    found = rule_of(library(tmp_path, first=first, second=asking()), "second")
    edges = [(span.start, span.end) for span in spans([found], VOCABULARY)]
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert edges == [(year[0], date(2022, 5, 31)), (date(2022, 6, 1), year[1])]


def test_the_solver_sees_through_the_other_rule(tmp_path):
    library(tmp_path, first=FIRST, second=asking("granted('first') and staff < floor"))
    result = CliRunner().invoke(app, ["verify", "--policies", str(tmp_path), "second"])
    assert "没有人能同时符合：条件" in result.output


def test_a_lease_may_ask_for_a_rule_about_its_enterprise(tmp_path):
    text = rule_text("granted('first')", "monthly_rent", subject="lease")
    found = library(tmp_path, first=FIRST, second=text)
    row = world(table="lease", enterprise__staff=100, monthly_rent=Decimal(5))
    assert judge(rule_of(found, "second"), row).amount == 500


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (asking("granted('frist')"), ["rule “frist”", "a/2022-b/first", "^^^^^"]),
        (asking("granted(staff)"), ["granted() without one rule's name"]),
        (asking("granted('second')"), ["a circle: a/2022-b/second → a/2022-b/second"]),
        (asking("granted('lease')"), ["a rule about lease, asked by one about enterprise"]),
        (asking("true", "amount_of('bare')"), ["the amount of a/2022-b/bare, which gives none"]),
        (asking("granted('broken')"), ["a/2022-b/broken, which has problems of its own"]),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_its_place(tmp_path, text, parts):
    others = {
        "lease": rule_text("state_owned", "monthly_rent", subject="lease"),
        "bare": rule_text(amount="null", kind="qualification"),
        "broken": rule_text("stuff > floor"),
    }
    with pytest.raises(Invalid) as caught:
        library(tmp_path, first=FIRST, second=text, **others)
    for part in ["second.yaml", *parts]:
        assert part in str(caught.value)


def test_a_definition_of_the_vocabulary_cannot_ask_for_rules():
    with pytest.raises(ExpressionError) as caught:
        parse("granted('first')", VOCABULARY.scope("enterprise"))
    assert "granted() here" in caught.value.given


def test_a_circle_of_rules_is_told_whole(tmp_path):
    rules = {"x": asking("granted('y')"), "y": asking("granted('z')"), "z": asking("granted('x')")}
    with pytest.raises(Invalid, match=r"/x → a/2022-b/y → a/2022-b/z → a/2022-b/x"):
        library(tmp_path, **rules)


def test_a_rule_reads_as_the_measure_that_it_asks_for(tmp_path):
    found = rule_of(library(tmp_path, first=FIRST, second=asking("granted('first')")), "second")
    assert rendered(found.conditions[0].node) == "享受〔首次奖励〕"
    assert "  1. 条件（条款一）：享受〔首次奖励〕" in list(told(found, VOCABULARY, DAY))


def test_an_amount_reads_as_that_of_the_measure(tmp_path):
    text = asking("true", "amount_of('first') * 0.5")
    found = rule_of(library(tmp_path, first=FIRST, second=text), "second")
    assert rendered(found.amount) == "〔首次奖励〕的金额 × 0.5，四舍五入到分"


def test_an_explanation_reaches_the_reasons_of_the_other_rule(tmp_path):
    found = rule_of(library(tmp_path, first=FIRST, second=asking()), "second")
    explained = explain(found, world(staff=90), "E")
    (reason,) = explained.conditions[0].reasons
    assert reason.text == "享受〔首次奖励〕 否"
    assert [below.text for below in reason.below] == ["从业人员 90人；须 ≥ 下限（100人）"]
    assert explained.near_miss == "从业人员还差10人"


def test_an_explanation_says_that_the_other_rule_has_ended(tmp_path):
    first = rule_text(effect="{from: 2022-01-01, to: 2022-05-31}")
    found = rule_of(library(tmp_path, first=first, second=asking()), "second")
    (reason,) = explain(found, world(staff=100), "E").conditions[0].reasons
    assert [below.text for below in reason.below] == ["该措施在判定日不在有效期内"]


def test_engines_see_no_trace_of_names(tmp_path):
    found = library(tmp_path, first=FIRST, second=asking("true", "amount_of('first')"))
    plan = Plan("enterprise", found.rules, VOCABULARY, DAY)
    nodes = [node for trees, amount in plan.trees for node in (*trees, amount) if node]
    assert not any(isinstance(part, tree.ResultOf) for node in nodes for part in tree.walk(node))
