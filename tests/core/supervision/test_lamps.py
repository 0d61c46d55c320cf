"""Lamps by rule."""

from datetime import date
from decimal import Decimal

import pytest

from ballast.content import home
from ballast.errors import Invalid, NotFound
from ballast.supervision.lamps import load_lamps

TODAY = date(2022, 10, 31)
TASK = {
    "number": "RW00000001",
    "kind": "target",
    "accepted": True,
    "issued_on": date(2022, 4, 1),
    "dated": True,
    "starts_on": date(2022, 1, 1),
    "due": date(2022, 12, 31),
    "complete": False,
    "progress": Decimal("0.85"),
    "planned": Decimal("0.832877"),
    "reports_missing": 0,
    "periods_missed": 0,
    "questions_open": 0,
    "order_overdue": False,
}
UNDATED = {"dated": False, "due": None, "planned": None, "progress": None}
DUTY = {"kind": "duty", **UNDATED}


@pytest.fixture(scope="module")
def watch():
    return load_lamps(home("supervision")).on("task", TODAY)


@pytest.mark.parametrize(
    ("what", "changed", "lamp", "rules"),
    [
        ("on course", {}, "green", []),
        ("complete, though late", {"complete": True, "due": date(2022, 9, 30)}, "blue", []),
        ("5 points behind", {"progress": Decimal("0.78")}, "green", []),
        ("exactly 10 points behind", {"progress": Decimal("0.732877")}, "yellow", ["behind"]),
        (
            "exactly 30 points behind",
            {"progress": Decimal("0.532877")},
            "red",
            ["far-behind", "behind"],
        ),
        ("due today", {"due": TODAY, "planned": Decimal(1), "progress": Decimal(1)}, "green", []),
        ("due yesterday", {"due": date(2022, 10, 30)}, "red", ["overdue"]),
        ("no figure yet", {"progress": None}, "unknown", []),
        (
            "no figure, and no report",
            {"progress": None, "reports_missing": 1},
            "yellow",
            ["not-reported"],
        ),
        ("without a date to be done by", UNDATED, "green", []),
        ("a duty met", DUTY, "green", []),
        ("a duty missed once", {**DUTY, "periods_missed": 1}, "yellow", ["missed-once"]),
        (
            "a duty missed twice",
            {**DUTY, "periods_missed": 2},
            "red",
            ["missed-again", "missed-once"],
        ),
        ("work that is no duty misses no periods", {"periods_missed": 3}, "green", []),
        ("a supervision order not answered", {"order_overdue": True}, "red", ["order-unanswered"]),
        ("a figure questioned", {"questions_open": 1}, "yellow", ["questioned"]),
        (
            "not accepted for eight days",
            {"accepted": False, "issued_on": date(2022, 10, 23)},
            "yellow",
            ["not-accepted"],
        ),
        (
            "not accepted for seven days",
            {"accepted": False, "issued_on": date(2022, 10, 24)},
            "green",
            [],
        ),
    ],
)
def test_a_task_shows_its_lamp(watch, what, changed, lamp, rules):
    shown = watch.show({**TASK, **changed})
    assert (shown.lamp, [lit.rule for lit in shown.lit]) == (lamp, rules), what


def test_an_unknown_lamp_names_what_is_missing(watch):
    assert watch.show({**TASK, "progress": None}).missing == ("完成进度",)


def test_a_reason_says_the_figures(watch):
    (lit,) = watch.show({**TASK, "progress": Decimal("0.7")}).lit
    assert lit.reason == "序时进度83%，完成进度70%"
    assert lit.advice == "分析滞后原因，加快推进。"


def test_every_rule_of_tasks_is_lit_by_some_case_above(watch):
    cases = test_a_task_shows_its_lamp.pytestmark[0].args[1]
    assert {rule for *_, rules in cases for rule in rules} == {r.name for r in watch.rules}


RULE = """label: 试
lamp: red
subject: task
effect: {from: 2020-01-01, to: null}
when: not complete
reason: 试
advice: 试
source: 试
"""
FACTS = """label: 任务
key: number
facts:
  number: {label: 编号, type: code, required: true, source: 试}
  complete: {label: 已完成, type: bool, source: 试}
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (("facts/task.yaml", FACTS), ("lamps/one.yaml", RULE)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("subject: task", "subject: duty", "task"),
        ("when: not complete", "when: not done", "complete"),
        ("when: not complete", "when: number", "a comparison"),
        ("reason: 试", "reason: 差{gap}", "number, complete"),
        ("lamp: red", "lamp: pink", "red"),
    ],
)
def test_a_rule_that_is_wrong_is_told_with_what_is_allowed(folder, old, new, allowed):
    path = folder / "lamps" / "one.yaml"
    path.write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(Invalid) as raised:
        load_lamps(folder)
    (problem,) = raised.value.problems
    assert allowed in problem.allowed
    assert problem.file == path


def test_a_rule_holds_from_its_day(folder):
    text = RULE.replace("2020-01-01", "2022-11-01")
    (folder / "lamps" / "one.yaml").write_text(text, encoding="utf-8")
    lamps = load_lamps(folder)
    given = {"number": "1", "complete": False}
    assert lamps.on("task", date(2022, 10, 31)).show(given).lamp == "green"
    assert lamps.on("task", date(2022, 11, 1)).show(given).lamp == "red"


def test_a_folder_without_rules_is_named(tmp_path):
    with pytest.raises(NotFound):
        load_lamps(tmp_path)
